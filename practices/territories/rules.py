"""Who may do what with collectivities. Predicates only: they touch nothing."""

from .models import Membership


def can_decide_membership(user, membership):
    """A moderator, or a confirmed colleague of the same collectivity; nobody decides on their own request."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    if membership.user_id == user.pk:
        return False
    if user.has_perm("territories.change_membership"):
        return True
    colleagues = Membership.objects.confirmed().for_territory(membership.territory_id)
    return colleagues.for_user(user).exists()
