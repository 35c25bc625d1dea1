from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from practices import rules
from practices.models import PracticePage

from . import views
from .audit.views import AuditFileView, AuditView
from .reading import views as reading


class DeskMenuItem(MenuItem):
    def is_shown(self, request):
        return rules.is_moderator(request.user)


@hooks.register("register_admin_menu_item")
def desk_menu_item():
    return DeskMenuItem("Bureau", reverse("desk"), icon_name="tasks", order=90)


class ReadMenuItem(ActionMenuItem):
    """Where Wagtail's own decisions stood: the way to those of the desk."""

    name, label, icon_name = "action-read", "Lire et décider", "tasks"

    def is_shown(self, context):
        page = context.get("page")
        return isinstance(page, PracticePage) and rules.can_review(context["request"].user, page)

    def get_url(self, parent_context):
        return reverse("desk_read", args=[parent_context["page"].pk])


@hooks.register("register_page_action_menu_item")
def read_menu_item():
    return ReadMenuItem(order=10)


@hooks.register("register_page_header_buttons")
def audit_button(page, user, view_name, next_url=None):
    if isinstance(page, PracticePage) and page.pk and rules.is_moderator(user):
        url = f"{reverse('desk_audit')}?sheet={page.pk}"
        yield Button("Journal des actes", url, icon_name="history", priority=60)


@hooks.register("register_admin_menu_item")
def to_do_menu_item():
    return DeskMenuItem("À traiter", reverse("desk_to_do"), icon_name="list-ul", order=91)


@hooks.register("register_admin_urls")
def desk_urls():
    return [
        path("bureau/", views.DeskView.as_view(), name="desk"),
        path("bureau/a-traiter/", views.all_to_do, name="desk_to_do"),
        path("bureau/prendre/", views.take, name="desk_take"),
        path("bureau/<key:pk>/laisser/", views.leave, name="desk_leave"),
        path("bureau/<key:pk>/confier/", views.give, name="desk_give"),
        path("bureau/journal/", AuditView.as_view(), name="desk_audit"),
        path("bureau/journal/csv/", AuditFileView.as_view(), name="desk_audit_csv"),
        path("bureau/<key:pk>/lire/", reading.read, name="desk_read"),
        path("bureau/<key:pk>/criteres/", reading.check_criteria, name="desk_check"),
        path("bureau/<key:pk>/publier/", reading.publish, name="desk_publish"),
    ]
