"""Who enters the admin, and what the others read at each of its addresses.

Wagtail sends them to the login page, which sends a person who is logged in back to the admin, without end.
"""

from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from portal.csp import ADMIN_PREFIX
from practices.assignments.models import Association
from practices.rules import is_moderator


def may_enter(user) -> bool:
    """Whether the admin lets this person in at all."""
    return user.has_perm("wagtailadmin.access_admin")


def starts_at_desk(user) -> bool:
    """Whether the desk is this person's first page: they moderate for an association."""
    return may_enter(user) and is_moderator(user) and Association.objects.of(user).exists()


class AdminDoorMiddleware:
    """Answers a person who may not enter by one page; a visitor goes on to the login page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path.startswith(ADMIN_PREFIX):
            return None
        if not request.user.is_authenticated or may_enter(request.user):
            return None
        response = render(request, "account/no_admin.html", status=403)
        add_never_cache_headers(response)
        return response
