"""Who may do what with collectivities. Predicates only: they touch nothing."""

from .models import Membership


def can_decide_membership(user, membership) -> bool:
    """A moderator, or a referent of the same collectivity; nobody decides on their own request."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    if membership.user_id == user.pk:
        return False
    if user.has_perm("territories.change_membership"):
        return True
    return is_referent(user, membership.territory_id)


def can_end_membership(user, membership) -> bool:
    """Who decides may end it, and everybody may leave."""
    return user.is_active and (membership.user_id == user.pk or can_decide_membership(user, membership))


def is_referent(user, territory_id) -> bool:
    """Whether this person answers for those who speak for the collectivity."""
    if not user.is_active or territory_id is None:
        return False
    return Membership.objects.referents().for_user(user).for_territory(territory_id).exists()
