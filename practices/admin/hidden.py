"""Drafts, hidden in Wagtail's admin from those who may not read them: editors, who keep the other pages.

Wagtail tells the title of any page to whoever enters its admin: where it is explored, or chosen for a link,
and in a report on all types of pages.
"""

from django.http import Http404

from ..keys import is_key
from ..models import PracticePage

# What names a page in the addresses of Wagtail's views of pages.
KEYS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
CHOSEN = "wagtailadmin_choose_page_chosen_multiple"  # names them in its query
# As their menu says: see portal.admin_menu.
OF_ADMINISTRATORS = (
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
)


def hidden_from(user):
    """The sheets that this person may not read."""
    return PracticePage.objects.exclude(pk__in=PracticePage.objects.visible_to(user).values("pk"))


class HiddenSheetsMiddleware:
    """Answers for a sheet that is hidden from the person as for none."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        name, user = request.resolver_match.view_name or "", request.user
        if not name.startswith("wagtailadmin_") or not user.has_perm("wagtailadmin.access_admin"):
            return
        if name in OF_ADMINISTRATORS and not user.is_superuser:
            raise Http404
        keys = [kwargs[key] for key in KEYS if key in kwargs]
        if name == CHOSEN:
            keys += [key for key in request.GET.getlist("id") if key.isdecimal()]
        if not all(is_key(key) for key in keys) or hidden_from(user).filter(pk__in=keys).exists():
            raise Http404
