"""The moderators' side, in Wagtail's admin."""

from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.action_menu import CancelWorkflowMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.snippets.models import register_snippet

from . import rules
from .admin import deciding
from .admin.reviews import ReviewsPanel, ReviewsView
from .admin.vocabularies import VocabulariesGroup
from .importing import hooks as importing_hooks  # noqa: F401  registers the import of sheets
from .models import PracticePage

register_snippet(VocabulariesGroup)

GUARDED = {"publish": "can_publish", "unpublish": "can_unpublish", "delete": "can_delete"}


class ReviewsMenuItem(MenuItem):
    def is_shown(self, request):
        return rules.is_moderator(request.user)


class WithdrawMenuItem(CancelWorkflowMenuItem):
    label = "Retirer de la relecture"


@hooks.register("register_admin_menu_item")
def reviews_menu_item():
    return ReviewsMenuItem("Fiches à relire", reverse("practices_reviews"), icon_name="tasks", order=90)


@hooks.register("register_admin_urls")
def reviews_url():
    return [path("fiches-a-relire/", ReviewsView.as_view(), name="practices_reviews")]


@hooks.register("construct_homepage_panels")
def show_reviews_at_home(request, panels):
    panels[:] = [panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel)]
    panels.append(ReviewsPanel())


@hooks.register("before_edit_page")
def decide_by_the_rules(request, page):
    if request.method != "POST" or not isinstance(page, PracticePage):
        return None
    if "action-workflow-action" in request.POST:
        return deciding.decide(request, page)
    if "action-cancel-workflow" in request.POST:
        return deciding.withdraw(request, page)
    if "action-restart-workflow" in request.POST:
        raise PermissionDenied
    return None


@hooks.register("construct_page_action_menu")
def name_actions_of_sheets(menu_items, request, context):
    if isinstance(context.get("page"), PracticePage):
        unwanted = ("action-restart-workflow", "action-cancel-workflow")
        withdraw = WithdrawMenuItem(order=40)
        menu_items[:] = [item for item in menu_items if item.name not in unwanted]
        if withdraw.is_shown(context):
            menu_items.append(withdraw)


@hooks.register("before_bulk_action")
def guard_bulk_actions(request, action_type, objects, action_class):
    """Wagtail asks the general permission of pages chosen in a list; sheets have their own."""
    ask = GUARDED.get(action_type)
    if ask and objects and hasattr(objects[0], "permissions_for_user"):
        for practice in PracticePage.objects.filter(pk__in=[page.pk for page in objects]):
            if not getattr(practice.permissions_for_user(request.user), ask)():
                raise PermissionDenied
