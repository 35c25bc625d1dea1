"""The pages of editors in Wagtail's admin: no form replaces what somebody else saved meanwhile."""

from wagtail import hooks
from wagtail.admin.viewsets.pages import PageViewSet

from practices.admin.editing import PageEditView, PageRevertView

from .models import HomePage, StandardPage


class FreshPageViewSet(PageViewSet):
    parent_models = ()  # the list of pages stays Wagtail's own
    edit_view_class = PageEditView
    revisions_revert_view_class = PageRevertView


class HomePageViewSet(FreshPageViewSet):
    model = HomePage


class StandardPageViewSet(FreshPageViewSet):
    model = StandardPage


@hooks.register("register_admin_viewset")
def views_of_pages():
    return [HomePageViewSet(), StandardPageViewSet()]
