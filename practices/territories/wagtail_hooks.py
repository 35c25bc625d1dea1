from django.urls import path
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .admin.email_domains import EmailDomainViewSet
from .admin.memberships import (
    ConfirmBulkAction,
    MembershipViewSet,
    RefuseBulkAction,
    confirm_membership,
    refuse_membership,
)
from .admin.policies import LimitedPolicy
from .admin.territories import TerritoryPolicy, TerritoryViewSet
from .models import Membership, Territory

register_permission_policy(Territory, TerritoryPolicy(Territory))
# People ask for themselves, from their account.
register_permission_policy(Membership, LimitedPolicy(Membership, without={"add"}))


class TerritoriesGroup(SnippetViewSetGroup):
    menu_label = "Collectivités"
    menu_icon = "site"
    menu_order = 300
    items = (TerritoryViewSet, MembershipViewSet, EmailDomainViewSet)


register_snippet(TerritoriesGroup)
hooks.register("register_bulk_action", ConfirmBulkAction)
hooks.register("register_bulk_action", RefuseBulkAction)


@hooks.register("register_admin_urls")
def register_decision_urls():
    return [
        path("rattachements/<key:pk>/confirmer/", confirm_membership, name="confirm_membership"),
        path("rattachements/<key:pk>/refuser/", refuse_membership, name="refuse_membership"),
    ]
