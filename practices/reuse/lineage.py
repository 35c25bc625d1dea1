"""Who was inspired: the reuses of a sheet, and those of the sheets that came of it."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from practices.models import PracticePage
from practices.territories.models import Territory

from .models import Reuse

LEVELS = 3  # below a sheet; further down, a link leads on


@dataclass(slots=True)
class Node:
    """One reuse: who, since when, what was changed, the published sheet that tells it, and who follows."""

    territory: Territory
    year: int | None
    changes: str
    practice: PracticePage | None
    goes_on: bool = False
    children: list["Node"] = field(default_factory=list)


def reuses_below(practice) -> list[Node]:
    """The reuses of a sheet as a tree, one query a level; each sheet stands in it once, so it ends."""
    top, seen = [], {practice.pk}
    level = {practice.pk: top}
    for depth in range(LEVELS):
        below = {}
        for reuse in _reuses_of(level):
            told = reuse.told
            is_last = depth == LEVELS - 1
            node = Node(
                reuse.territory, reuse.year, reuse.changes, told, goes_on=is_last and reuse.is_followed
            )
            level[reuse.practice_id].append(node)
            if told and told.pk not in seen:
                seen.add(told.pk)
                below[told.pk] = node.children
        if not below:
            break
        level = below
    return top


def _reuses_of(level):
    followed = Exists(Reuse.objects.filter(practice=OuterRef("result")))
    return Reuse.objects.filter(practice__in=level).shown().annotate(is_followed=followed)
