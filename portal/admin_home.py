"""The first page of the admin, for editors and administrators: where their work is."""

from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from portal.accounts.models import User
from practices.models import PracticeIndexPage, PracticePage
from practices.rules import is_moderator

SHOWN = 20


class StartPanel(Component):
    """The pages that this person writes, and the desk and the accounts of those who have them."""

    name, order = "start", 10
    template_name = "wagtailadmin/home/start.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        return {"pages": pages_of(user), "links": list(links_of(user))}


def pages_of(user):
    """Those that the person may change, but for sheets, which have their own list."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    return pages.filter(depth__gt=1).not_type(PracticePage, PracticeIndexPage).order_by("path")[:SHOWN]


def links_of(user):
    if is_moderator(user):
        yield "Relire les fiches", reverse("desk")
        yield "Voir ce qui est à traiter", reverse("desk_to_do")
    if policy_registry.get_by_type(User).user_has_permission(user, "change"):
        yield "Gérer les comptes", reverse("wagtailusers_users:index")


def start(request, panels):
    panels.append(StartPanel())


def count_nothing(request, items):
    """Wagtail counts all pages, sheets included: it tells nobody what to do."""
    items.clear()
