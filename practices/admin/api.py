"""Wagtail's programming interface of the admin, which its own pages read: it reads, and does nothing.

Its actions take no lock, ask no version, and pass beside the review; no page of Wagtail's calls them.
"""

from wagtail import hooks
from wagtail.admin.api.views import PagesAdminAPIViewSet


class ReadOnlyPagesAPIViewSet(PagesAdminAPIViewSet):
    actions = {}


@hooks.register("construct_admin_api")
def read_only(router):
    router.register_endpoint("pages", ReadOnlyPagesAPIViewSet)
