"""Population bands: half-open, lower bound in; communes and intercommunalities have their own."""

from itertools import pairwise

from .choices import INTERCOMMUNAL_KINDS, TerritoryKind

COMMUNE_BOUNDS = (0, 1_000, 3_500, 10_000, 20_000, 50_000, 100_000, 200_000)
EPCI_BOUNDS = (0, 15_000, 50_000, 100_000, 250_000)


def spaced(number):
    """Write a whole number the French way: thousands apart by a narrow no-break space (U+202F)."""
    return f"{number:,}".replace(",", "\u202f")


def _labels(prefix, title, bounds):
    labels = {f"{prefix}-0": f"{title} de moins de {spaced(bounds[1])} habitants"}
    for low, high in pairwise(bounds[1:]):
        labels[f"{prefix}-{low}"] = f"{title} de {spaced(low)} à {spaced(high)} habitants"
    labels[f"{prefix}-{bounds[-1]}"] = f"{title} de {spaced(bounds[-1])} habitants et plus"
    return labels


# In page order: value of the facet → its label.
BAND_LABELS = _labels("commune", "Communes", COMMUNE_BOUNDS) | _labels(
    "epci", "Intercommunalités", EPCI_BOUNDS
)
BANDS = tuple(BAND_LABELS)


def band_of(kind, population):
    """Return the band ("commune-10000", "epci-15000") that holds this population, None for other kinds."""
    if population is None or population < 0:
        return None
    if kind == TerritoryKind.COMMUNE:
        prefix, bounds = "commune", COMMUNE_BOUNDS
    elif kind in INTERCOMMUNAL_KINDS:
        prefix, bounds = "epci", EPCI_BOUNDS
    else:
        return None
    return f"{prefix}-{max(bound for bound in bounds if bound <= population)}"
