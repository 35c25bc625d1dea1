"""The facets, in page order. One entry drives the form, the engines, the chips, the API and the exports.

The name is one word everywhere: URL parameter, form field, field of the document and of the index, template
key.
"""

import datetime
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from practices.choices import (
    COST_LIMITS,
    Audience,
    CostBand,
    Evaluation,
    Evidence,
    Licence,
    Mutualisation,
    State,
    cost_band,
)
from practices.files.models import SheetFile
from practices.models import PracticePage
from practices.plain_text import fold
from practices.territories import areas
from practices.territories.bands import BAND_LABELS, COMMUNE_BOUNDS, EPCI_BOUNDS, band_of
from practices.territories.choices import INTERCOMMUNAL_KINDS, TerritoryKind
from practices.territories.models import Territory
from practices.themes.models import FormerPath

from .counting import by_columns, by_conditions, by_theme
from .vocabularies import programmes, themes

Vocabulary = Sequence[tuple[str, str]]  # value, label; a child comes after its parent


FIRST_YEAR = 1990  # the oldest start that a sheet can tell


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a search.

    `vocabulary` lists every value with its label, in the order of the page. `where` narrows sheets in the
    database to any of some values, and `count` tells how many of some sheets have each value: both for the
    days when no engine answers. `separator` parts a child from its parent.
    `former` gives, of values that are none any more, the ones that stand for them.
    """

    name: str
    label: str
    vocabulary: Callable[[], Vocabulary]
    where: Callable[[Sequence[str]], Q]
    count: Callable[[QuerySet], Mapping[str, int]]
    first_rank: bool = True
    separator: str = ""
    former: Callable[[Iterable[str]], Mapping[str, str]] = lambda values: {}

    def parent_of(self, value):
        """The parent of a value in a hierarchy, else ""."""
        return value.rpartition(self.separator)[0] if self.separator else ""

    def without_parents(self, values: Iterable[str]) -> list[str]:
        """Choosing a child replaces its parent."""
        values = list(dict.fromkeys(values))
        parents = {self.parent_of(value) for value in values}
        return [value for value in values if value not in parents]


def _choices(choices):
    return lambda: choices.choices


def _column(name):
    """A facet whose values stand in one column: how it narrows, how it counts."""
    return lambda values: Q(**{f"{name}__in": values}), by_columns(name)


def _where_theme(values):
    within = Q(themes__path__in=values)
    for value in values:
        within |= Q(themes__path__startswith=f"{value}/")
    return Q(pk__in=PracticePage.objects.filter(within).values("pk"))


@functools.cache
def _regions():
    """Each region and its departments, in the order of the alphabet, then overseas and abroad as groups."""
    rows = []
    for region, name in sorted(areas.REGIONS.items(), key=_by_label):
        rows.append((region, name))
        rows_of = areas.DEPARTMENTS.items()
        departments = [(areas.path_of(code), label) for code, (label, of) in rows_of if of == region]
        if len(departments) > 1:
            rows += sorted(departments, key=_by_label)
    return (*rows, *areas.GROUP_LABELS.items())


def _by_label(row):
    return fold(row[1])


def _where_region(values):
    where = Q()
    for value in values:
        if value == areas.ABROAD:
            where |= Q(lead__kind=TerritoryKind.ETRANGER)
        elif value == areas.OVERSEAS:
            where |= Q(lead__region_code__in=areas.OVERSEAS_REGIONS)
        else:
            # `areas` is a JSON list of paths, so a region is a prefix and a department a whole item.
            where |= Q(lead__areas__icontains=f'"{value}"' if "-" in value else f'"{value}-')
    return where


def _where_population(values):
    where = Q()
    for value in values:
        kind, low = value.split("-")
        bounds = COMMUNE_BOUNDS if kind == "commune" else EPCI_BOUNDS
        kinds = [TerritoryKind.COMMUNE] if kind == "commune" else INTERCOMMUNAL_KINDS
        band = Q(lead__kind__in=kinds, lead__population__gte=int(low))
        upper = next((bound for bound in bounds if bound > int(low)), None)
        where |= band & Q(lead__population__lt=upper) if upper else band
    return where


def _where_cost(values):
    """Amounts first: a band that was chosen counts only where no amount is known."""
    known = Q(investment__isnull=False) | Q(running_cost__isnull=False)
    where = ~known & Q(chosen_cost_band__in=values)
    if CostBand.UNKNOWN in values:
        where |= ~known & Q(chosen_cost_band="")
    low = 0
    for limit, band in (*COST_LIMITS, (None, CostBand.MORE)):
        if band in values:
            total = Coalesce(F("investment"), Value(0)) + Coalesce(F("running_cost"), Value(0))
            amounts = PracticePage.objects.filter(known).alias(total=total).filter(total__gte=low)
            amounts = amounts.filter(total__lt=limit) if limit else amounts
            where |= Q(pk__in=amounts.values("pk"))
        low = limit
    return where


def _cost_bands(investment, running_cost, chosen):
    if investment is None and running_cost is None:
        return [chosen or CostBand.UNKNOWN]
    return [cost_band((investment or 0) + (running_cost or 0))]


def _where_evidence(values):
    measured = PracticePage.objects.filter(indicators__before__isnull=False, indicators__after__isnull=False)
    attached = PracticePage.objects.filter(attachments__file__in=SheetFile.objects.clean())
    is_reused = _where_reused(values)
    is_measured, is_attached = Q(pk__in=measured.values("pk")), Q(pk__in=attached.values("pk"))
    cases = {
        Evidence.REUSED: is_reused,
        Evidence.MEASURED: is_measured & ~is_reused,
        Evidence.ATTACHED: is_attached & ~is_measured & ~is_reused,
        Evidence.DECLARED: ~is_attached & ~is_measured & ~is_reused,
    }
    where = Q()
    for value in values:
        where |= cases[value]
    return where


def _years():
    """Every year that a sheet can tell, the latest first; those of no sheet are not shown."""
    return [(str(year), str(year)) for year in range(datetime.date.today().year + 1, FIRST_YEAR - 1, -1)]


def _where_year(values):
    return Q(started_on__year__in=values) | Q(started_on=None, state_date__year__in=values)


def _where_audience(values):
    where = Q()
    for value in values:
        where |= Q(audiences__icontains=f'"{value}"')
    return where


def _open():
    return [("oui", "Ouverte à d’autres collectivités")]


def _where_open(values):
    return Q(open_to_partners=True)


def _open_source():
    return [("oui", "Avec un logiciel libre")]


def _where_open_source(values):
    return Q(pk__in=PracticePage.objects.filter(software__is_open_source=True).values("pk"))


def _reused():
    return [("oui", "Reprise par d’autres collectivités")]


def _where_reused(values):
    return Q(pk__in=PracticePage.objects.filter(reuses__isnull=False).values("pk"))


def _area_paths(kind, codes):
    return Territory(kind=kind, areas=codes).area_paths if kind else []


# django-filter copies facets, and cannot copy what holds a lock: hence functions.
FACETS = (
    Facet(
        "theme",
        "Thème",
        lambda: themes.get(),
        _where_theme,
        by_theme,
        separator="/",
        former=FormerPath.objects.today,
    ),
    Facet(
        "population",
        "Population",
        lambda: list(BAND_LABELS.items()),
        _where_population,
        by_columns("lead__kind", "lead__population", values=lambda *lead: [band_of(*lead)]),
    ),
    Facet(
        "region",
        "Région",
        _regions,
        _where_region,
        by_columns("lead__kind", "lead__areas", values=_area_paths),
        separator="-",
    ),
    Facet("type", "Type de collectivité", _choices(TerritoryKind), *_column("lead__kind")),
    Facet("mutualisation", "Forme de mutualisation", _choices(Mutualisation), *_column("mutualisation")),
    Facet("state", "État", _choices(State), *_column("state")),
    Facet(
        "cost",
        "Coût",
        _choices(CostBand),
        _where_cost,
        by_columns("investment", "running_cost", "chosen_cost_band", values=_cost_bands),
    ),
    Facet(
        "programme",
        "Programme",
        lambda: programmes.get(),
        lambda values: Q(pk__in=PracticePage.objects.filter(programmes__slug__in=values).values("pk")),
        by_columns("programmes__slug"),
    ),
    Facet(
        "evidence",
        "Niveau de preuve",
        _choices(Evidence),
        _where_evidence,
        by_conditions(_choices(Evidence), _where_evidence),
    ),
    Facet(
        "year",
        "Année",
        _years,
        _where_year,
        by_columns(Coalesce("started_on", "state_date"), values=lambda date: [date and date.year]),
    ),
    Facet(
        "audience",
        "Public concerné",
        _choices(Audience),
        _where_audience,
        by_columns("audiences", values=lambda audiences: audiences or []),
        first_rank=False,
    ),
    Facet("open", "Partenaires", _open, _where_open, by_conditions(_open, _where_open), first_rank=False),
    Facet(
        "open_source",
        "Logiciels",
        _open_source,
        _where_open_source,
        by_conditions(_open_source, _where_open_source),
        first_rank=False,
    ),
    Facet("evaluation", "Évaluation", _choices(Evaluation), *_column("evaluation"), first_rank=False),
    Facet("licence", "Licence", _choices(Licence), *_column("licence"), first_rank=False),
    Facet(
        "reused", "Reprise", _reused, _where_reused, by_conditions(_reused, _where_reused), first_rank=False
    ),
)
FACETS_BY_NAME = {facet.name: facet for facet in FACETS}
