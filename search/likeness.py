"""« Comme la mienne » on the page of results: what it compares with, and by what."""

from dataclasses import dataclass

from practices.territories.models import Territory

from .filters import CLOSEST
from .links import Link


@dataclass(frozen=True, slots=True)
class Likeness:
    """The collectivity that the list compares with, its criteria as switches, and how to leave it."""

    territory: Territory
    criteria: list[Link]
    remove_url: str
    is_followed: bool  # the list is in that order
    has_criteria: bool  # one at least is not loosened


def likeness(filterset, is_degraded=False) -> Likeness | None:
    """None when no collectivity was chosen; no criteria while the database answers: it compares nothing."""
    closeness = filterset.closeness
    if not closeness:
        return None
    asked = filterset.values.get("sort")
    remove_url = filterset.url(like=None, loosen=None, sort=None if asked == CLOSEST else asked)
    criteria = [] if is_degraded else [_switch(filterset, criterion) for criterion in closeness.criteria]
    has_criteria = any(criterion.selected for criterion in criteria)
    is_followed = has_criteria and filterset.sorting == CLOSEST
    return Likeness(closeness.territory, criteria, remove_url, is_followed, has_criteria)


def _switch(filterset, criterion):
    loosened = filterset.closeness.loosened
    is_kept = criterion.name not in loosened
    others = [name for name in loosened if name != criterion.name]
    url = filterset.url(loosen=[*others, criterion.name] if is_kept else others)
    return Link(criterion.label, criterion.name, url, is_kept)
