"""The menu of Wagtail's admin, by role: nobody sees what they never need. Permissions guard, not this."""

from django.urls import reverse
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

MEDIA = {"images", "documents"}
# Of Wagtail's reports and help: for administrators alone.
TECHNICAL_REPORTS = {"locked-pages", "workflows", "workflow-tasks", "page-types-usage"}
PAGE_REPORTS = {"aging-pages"}
SHORTCUTS = "keyboard-shortcuts-trigger"
# What is kept apart in the code and belongs together for who reads the menu: name, label, icon, items.
GROUPS = (
    ("recherche", "Recherche", "search", ("synonymes", "recherches-sans-resultat", "demandes-de-visiteurs")),
    ("entre-collectivites", "Entre collectivités", "group", ("collectivites-associees", "reprises")),
)


def writes_pages(user) -> bool:
    """An editor, or an administrator: moderators correct sheets and add no page."""
    return policy_registry.get_by_type(Page).user_has_permission(user, "add")


def arrange(request, items):
    """Leave what serves this person, and put together what belongs together."""
    if not writes_pages(request.user):
        _remove(items, MEDIA)
        _call_pages_sheets(items)
    for name, label, icon, members in GROUPS:
        found = [item for item in items if item.name in members]
        if len(found) > 1:
            _remove(items, members)
            order = min(item.order for item in found)
            items.append(SubmenuMenuItem(label, Menu(items=found), name=name, icon_name=icon, order=order))


def arrange_reports(request, items):
    if not request.user.is_superuser:
        _remove(items, TECHNICAL_REPORTS)
    if not writes_pages(request.user):
        _remove(items, PAGE_REPORTS)


def arrange_help(request, items):
    """Wagtail's own links lead outside, in English, to the manual of another product."""
    items[:] = [item for item in items if item.name == SHORTCUTS]


def _remove(items, names):
    items[:] = [item for item in items if item.name not in names]


def _call_pages_sheets(items):
    """The only pages that a moderator sees are sheets."""
    if any(item.name == "explorer" for item in items):
        _remove(items, {"explorer"})
        url = reverse("wagtailadmin_explore_root")
        items.append(MenuItem("Fiches", url, name="sheets", icon_name="doc-full", order=100))
