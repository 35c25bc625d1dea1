"""Who may answer for a collectivity named on a sheet."""

from practices.territories.models import Membership


def can_answer(user, bearing) -> bool:
    """A confirmed member of the collectivity that was asked, of no other."""
    if not user.is_active:
        return False
    mine = Membership.objects.confirmed().for_user(user)
    return mine.filter(territory=bearing.territory_id).exists()
