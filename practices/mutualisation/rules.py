"""Who may answer for a collectivity named on a sheet."""

from practices.territories.models import Membership


def is_named(bearing) -> bool:
    """Whether the last version of the sheet still names the collectivity."""
    draft = bearing.practice.get_latest_revision_as_object()
    return bearing.territory_id in {territory.pk for territory in draft.co_bearers.all()}


def can_answer(user, bearing) -> bool:
    """A confirmed member of the collectivity that was asked, of no other."""
    if not user.is_active:
        return False
    mine = Membership.objects.confirmed().for_user(user)
    return mine.filter(territory=bearing.territory_id).exists()
