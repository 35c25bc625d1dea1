"""Towns like mine: how close a collectivity is to another, as steps that engines add up, and in words."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from practices.territories.bands import spaced
from practices.territories.choices import TerritoryKind
from practices.territories.models import Territory

from .engines.base import Step

# Closeness decides, the words only between equals: a point outweighs any relevance (seen: below 200).
POINT = 1_000
# Populations at most that many times larger or smaller: the points add up, 20 within a quarter. Ten and
# thirty times are another life: each outweighs place, intercommunality and an answer that is missing (see
# silence.py), 6 points together. Below, a neighbour may come before a town a little more alike.
TIMES = ((1.25, 1), (1.5, 2), (2, 2), (4, 1), (10, 7), (30, 7))
SMALLEST = 500  # half of the communes have fewer people: they are compared as if they had as many
SAME_TYPE, SAME_REGION, SAME_DEPARTMENT, SAME_EPCI_TYPE = 3, 2, 1, 1
COMPARABLE = 2  # times: said as a reason up to there


@dataclass(frozen=True, slots=True)
class Criterion:
    """One way to be close: `steps` of my collectivity; `reason`, why another is close to it, or ""."""

    name: str
    label: str
    steps: Callable[[Territory], Iterable[Step]]
    reason: Callable[[Territory, Territory], str]


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close sheets are to one collectivity, read with its `epci`, by all criteria not loosened."""

    territory: Territory
    loosened: tuple[str, ...] = ()

    @property
    def steps(self):
        """What a SearchQuery adds to the score of a sheet."""
        return tuple(step for criterion in self.kept for step in criterion.steps(self.territory))

    @property
    def kept(self):
        """The criteria that say something of this collectivity and are not loosened."""
        return [criterion for criterion in self.criteria if criterion.name not in self.loosened]

    @property
    def criteria(self):
        """The criteria that say something of this collectivity."""
        return [criterion for criterion in CRITERIA if any(criterion.steps(self.territory))]

    def reason(self, lead):
        """Why a collectivity, read with its `epci`, is close: "18 000 habitants, même région"; "" if not."""
        if lead is None:
            return ""
        if lead.pk == self.territory.pk:
            return "Votre collectivité"
        reasons = [reason for criterion in self.kept if (reason := criterion.reason(self.territory, lead))]
        said = ", ".join(reasons)
        return said[:1].upper() + said[1:]


def _counted(territory):
    return max(territory.population, SMALLEST)


def _population_steps(mine):
    if mine.population:
        counted = _counted(mine)
        for times, points in TIMES:
            low, high = math.ceil(counted / times), math.floor(counted * times)
            yield Step("inhabitants", points * POINT, low=low if low > SMALLEST else 0, high=high)


def _population_reason(mine, lead):
    if mine.population and lead.population:
        low, high = sorted((_counted(mine), _counted(lead)))
        if high <= low * COMPARABLE:
            return f"{spaced(lead.population)}\u00a0habitants"
    return ""


def _type_steps(mine):
    yield Step("type", SAME_TYPE * POINT, values=(mine.kind,))


def _type_reason(mine, lead):
    # Being a commune like 35 000 others says nothing to a reader.
    return "même type de collectivité" if mine.kind == lead.kind != TerritoryKind.COMMUNE else ""


def _regions(territory):
    return tuple(dict.fromkeys(path.partition("-")[0] for path in territory.areas))


def _place_steps(mine):
    if mine.areas:
        yield Step("region", SAME_REGION * POINT, values=_regions(mine))
        yield Step("region", SAME_DEPARTMENT * POINT, values=tuple(mine.areas))


def _place_reason(mine, lead):
    if set(mine.areas) & set(lead.areas):
        return "même département"
    return "même région" if set(_regions(mine)) & set(_regions(lead)) else ""


def _epci_steps(mine):
    if mine.epci:
        yield Step("epci_type", SAME_EPCI_TYPE * POINT, values=(mine.epci.kind,))


def _epci_reason(mine, lead):
    if mine.epci and lead.epci:
        if mine.epci_id == lead.epci_id:
            return "même intercommunalité"
        if mine.epci.kind == lead.epci.kind:
            return f"dans une {lead.epci.get_kind_display().lower()} aussi"
    return ""


CRITERIA = (
    Criterion("population", "Population", _population_steps, _population_reason),
    Criterion("type", "Type de collectivité", _type_steps, _type_reason),
    Criterion("region", "Région et département", _place_steps, _place_reason),
    Criterion("epci", "Type d’intercommunalité", _epci_steps, _epci_reason),
)
