"""The moderators' side, in Wagtail's admin."""

from django.core.exceptions import PermissionDenied
from wagtail import hooks
from wagtail.admin.action_menu import CancelWorkflowMenuItem
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import Page, Task, Workflow
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from .admin import api, deleting  # noqa: F401  registers what Wagtail may not do to pages, and to what is used
from .admin.hidden import hidden_from
from .admin.under_lock import PracticeViewSet
from .admin.vocabularies import VocabulariesGroup
from .importing import hooks as importing_hooks  # noqa: F401  registers the import of sheets
from .models import PracticePage
from .permissions import WorkflowPolicy
from .rules import can_withdraw

register_snippet(VocabulariesGroup)
for model in (Workflow, Task):
    register_permission_policy(model, WorkflowPolicy(model))

GUARDED = {
    "publish": "can_publish",
    "unpublish": "can_unpublish",
    "delete": "can_delete",
    "move": "can_move",
}


class WithdrawMenuItem(CancelWorkflowMenuItem):
    label = "Retirer de la relecture"

    def is_shown(self, context):
        return context["view"] == "edit" and can_withdraw(context["request"].user, context["page"])


@hooks.register("construct_homepage_panels")
def decide_nothing_from_home(request, panels):
    """Wagtail's own list has buttons that decide without showing the sheet; moderators have their desk."""
    panels[:] = [panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel)]


@hooks.register("construct_page_chooser_queryset")
def choose_among_what_one_reads(pages, request):
    return pages.exclude(pk__in=hidden_from(request.user).values("pk"))


@hooks.register("register_admin_viewset")
def views_of_sheets():
    return PracticeViewSet()


@hooks.register("construct_page_action_menu")
def name_actions_of_sheets(menu_items, request, context):
    if isinstance(context.get("page"), PracticePage):
        unwanted = ("action-restart-workflow", "action-cancel-workflow")
        withdraw = WithdrawMenuItem(order=40)
        menu_items[:] = [item for item in menu_items if item.name not in unwanted]
        if withdraw.is_shown(context):
            menu_items.append(withdraw)


@hooks.register("before_copy_page")
def guard_copies(request, page):
    """Wagtail asks here too the general permission; a copy of a published sheet would pass by no review."""
    if not page.specific.permissions_for_user(request.user).can_copy():
        raise PermissionDenied


@hooks.register("before_bulk_action")
def guard_bulk_actions(request, action_type, objects, action_class):
    """Wagtail asks the general permission for pages ticked in a list: each type has its own, sheets a lock.

    It calls this in the transaction of the action, after it has read the pages: they are read again.
    """
    ask = GUARDED.get(action_type)
    if ask and objects and hasattr(objects[0], "permissions_for_user"):
        chosen = {page.pk: page for page in objects}
        list(PracticePage.objects.select_for_update().filter(pk__in=chosen).order_by("pk"))
        for page in Page.objects.filter(pk__in=chosen).specific():
            if not getattr(page.permissions_for_user(request.user), ask)():
                raise PermissionDenied
            chosen[page.pk].refresh_from_db()
