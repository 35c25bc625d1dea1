"""What the town sees of each collectivity that it names."""

from dataclasses import dataclass

from practices.territories.models import Membership, Territory

from .models import Answer, Bearing
from .sending import is_too_soon


@dataclass(frozen=True)
class Named:
    """One collectivity of a draft; `bearing` is None as long as no version that names it is saved."""

    territory: Territory
    bearing: Bearing | None
    has_members: bool

    @property
    def is_confirmed(self):
        return self.bearing is not None and self.bearing.answer == Answer.CONFIRMED

    @property
    def is_declined(self):
        return self.bearing is not None and self.bearing.answer == Answer.DECLINED

    @property
    def is_waiting(self):
        return self.bearing is not None and self.bearing.answer == Answer.WAITING

    @property
    def wants_address(self):
        """Whether the town has to say where to write, or may again."""
        return self.is_waiting and not self.has_members and not is_too_soon(self.bearing)


def named_on(practice, territories) -> list[Named]:
    """These collectivities with what they answered, in two queries."""
    bearings = {row.territory_id: row for row in Bearing.objects.filter(practice=practice.pk)}
    members = Membership.objects.confirmed().filter(territory__in=territories, user__is_active=True)
    spoken_for = set(members.values_list("territory", flat=True))
    return [Named(one, bearings.get(one.pk), one.pk in spoken_for) for one in territories]
