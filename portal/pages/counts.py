"""How many sheets the home page promises, counted by the database in a constant number of queries."""

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from practices.models import PracticePage, Theme
from practices.plain_text import fold
from practices.territories.bands import COMMUNE_BOUNDS
from practices.territories.choices import TerritoryKind

# The last two bands are one house on the home page.
LAST_BOUND = 100_000


def band_counts():
    """For each house of the home page: lower and upper bound, values of the facet, number of sheets."""
    bounds = [bound for bound in COMMUNE_BOUNDS if bound <= LAST_BOUND]
    limits = list(zip(bounds, [*bounds[1:], None], strict=True))
    counts = PracticePage.objects.findable().aggregate(
        **{f"from_{low}": Count("pk", filter=_in_band(low, high)) for low, high in limits}
    )
    return [
        {"low": low, "high": high, "values": _values(low), "count": counts[f"from_{low}"]}
        for low, high in limits
    ]


def _in_band(low, high):
    condition = Q(lead__kind=TerritoryKind.COMMUNE, lead__population__gte=low)
    return condition & Q(lead__population__lt=high) if high else condition


def _values(low):
    bounds = [low] if low < LAST_BOUND else [bound for bound in COMMUNE_BOUNDS if bound >= LAST_BOUND]
    return [f"commune-{bound}" for bound in bounds]


def themes_with_counts():
    """Themes of the first level by name, each with `count`: its sheets and its children's, each once."""
    findable = PracticePage.objects.findable()
    rows = (
        PracticePage.themes.through.objects.filter(practicepage__in=findable)
        .values(root=Coalesce(F("theme__parent_id"), F("theme_id")))
        .annotate(count=Count("practicepage", distinct=True))
    )
    counts = {row["root"]: row["count"] for row in rows}
    themes = list(Theme.objects.roots())
    for theme in themes:
        theme.count = counts.get(theme.pk, 0)
    return sorted(themes, key=lambda theme: fold(theme.name))
