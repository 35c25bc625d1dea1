"""Which subjects and which collectivities the published sheets cover, and where they are few."""

from collections import Counter

from django.db.models import Count, Q

from practices.choices import State
from practices.models import PracticePage, Theme
from practices.territories.areas import ABROAD, GROUP_LABELS, REGIONS
from practices.territories.bands import BAND_LABELS, COMMUNE_BOUNDS, EPCI_BOUNDS, band_of
from practices.territories.choices import INTERCOMMUNAL_KINDS, TerritoryKind
from practices.territories.models import Territory
from search.counting import by_columns, by_theme

from .tables import Figure, counts_chart

THIN = 3  # sheets: under this a reader finds nothing to compare
NONE, FEW = "aucune fiche", "peu de fiches"
OTHER_BANDS, OTHER_REGIONS = "Autres collectivités, ou population inconnue", "Sans région"


def coverage() -> list[Figure]:
    """Published sheets, archived ones left out: by state, theme, region and band."""
    sheets = PracticePage.objects.findable()
    leads = list(
        sheets.order_by()
        .values_list("lead", "lead__kind", "lead__population", "lead__region_code")
        .annotate(number=Count("pk"))
    )
    return [_states(sheets), _themes(sheets), _regions(leads), _bands(leads)]


def _states(sheets):
    counts = by_columns("state")(sheets)
    rows = [(label, counts.get(value, 0)) for value, label in State.choices]
    return _simple("etats", "Fiches publiées, par état de la pratique", "État", rows)


def _themes(sheets):
    counts = by_theme(sheets)
    rows = [(theme.name, counts.get(theme.path, 0)) for theme in Theme.objects.roots().in_tree_order()]
    return _simple(
        "themes",
        "Fiches publiées, par thème",
        "Thème",
        rows,
        " Une fiche de deux thèmes compte dans les deux.",
    )


def _regions(leads):
    sheets, towns = Counter(), Counter()
    for _, kind, _, region, number in leads:
        name = GROUP_LABELS[ABROAD] if kind == TerritoryKind.ETRANGER else REGIONS.get(region, OTHER_REGIONS)
        sheets[name] += number
        towns[name] += 1
    known = Territory.objects.active().order_by().values_list("region_code").annotate(number=Count("pk"))
    all_towns = {REGIONS[code]: number for code, number in known if code in REGIONS}
    names = [name for name in REGIONS.values() if sheets[name] or all_towns.get(name)]
    names += [name for name in (GROUP_LABELS[ABROAD], OTHER_REGIONS) if sheets[name]]
    return _of_towns("regions", "Fiches publiées, par région", "Région", names, sheets, towns, all_towns)


def _bands(leads):
    sheets, towns = Counter(), Counter()
    for _, kind, population, _, number in leads:
        name = BAND_LABELS.get(band_of(kind, population), OTHER_BANDS)
        sheets[name] += number
        towns[name] += 1
    names = [*BAND_LABELS.values(), *([OTHER_BANDS] if sheets[OTHER_BANDS] else [])]
    all_towns = {BAND_LABELS[band]: number for band, number in towns_by_band().items()}
    return _of_towns(
        "strates", "Fiches publiées, par strate de population", "Strate", names, sheets, towns, all_towns
    )


def towns_by_band() -> dict[str, int]:
    """How many collectivities of the directory each band holds, in one query."""
    kinds = (("commune", [TerritoryKind.COMMUNE], COMMUNE_BOUNDS), ("epci", INTERCOMMUNAL_KINDS, EPCI_BOUNDS))
    conditions = {}
    for prefix, of_kinds, bounds in kinds:
        for low, high in zip(bounds, (*bounds[1:], None), strict=True):
            held = Q(kind__in=of_kinds, population__gte=low) & (Q(population__lt=high) if high else Q())
            conditions[f"{prefix}_{low}"] = Count("pk", filter=held)
    counts = Territory.objects.active().order_by().aggregate(**conditions)
    return {name.replace("_", "-"): number for name, number in counts.items()}


def _simple(name, title, label, rows, more=""):
    rows = tuple((*row, _thinness(row[1])) for row in rows)
    columns = (label, "Fiches", "Couverture")
    return Figure(name, title, _says() + more, columns, rows, (counts_chart(title, rows),))


def _of_towns(name, title, label, names, sheets, towns, all_towns):
    rows = tuple((one, sheets[one], towns[one], all_towns.get(one), _thinness(sheets[one])) for one in names)
    columns = (label, "Fiches", "Collectivités qui ont publié", "Collectivités de l’annuaire", "Couverture")
    says = f"{_says()} La collectivité est celle qui porte la fiche."
    return Figure(name, title, says, columns, rows, (counts_chart(title, rows),))


def _says():
    return f"Sans les fiches archivées. «\u00a0Peu de fiches\u00a0»\u00a0: moins de {THIN}."


def _thinness(number):
    return NONE if not number else FEW if number < THIN else ""
