"""Counts of the values of a facet by SQL: for the days when no engine answers.

One or two statements a facet, whatever the number of its values.
"""

from collections import Counter

from django.db.models import Count
from django.db.models.functions import Coalesce


def by_columns(*columns, values=lambda value: [value]):
    """Groups sheets by columns, of which `values` makes the values of a facet; an empty value is none."""

    def count(sheets):
        counts = Counter()
        for *group, number in sheets.order_by().values_list(*columns).annotate(number=Count("pk")):
            for value in values(*group):
                if value:
                    counts[str(value)] += number
        return dict(counts)

    return count


def by_conditions(vocabulary, where):
    """Counts each value of the vocabulary by the condition that narrows to it."""

    def count(sheets):
        known = [value for value, _ in vocabulary()]
        conditions = {f"value_{place}": Count("pk", filter=where([v])) for place, v in enumerate(known)}
        numbers = sheets.order_by().aggregate(**conditions)
        return {value: numbers[f"value_{place}"] for place, value in enumerate(known)}

    return count


def by_theme(sheets):
    """Sheets of each theme; those of several themes of one parent count once for it."""
    root = Coalesce("themes__parent__path", "themes__path")
    themed = sheets.order_by().filter(themes__isnull=False)
    paths = dict(themed.values_list("themes__path").annotate(number=Count("pk")))
    roots = dict(themed.values_list(root).annotate(number=Count("pk", distinct=True)))
    return paths | roots
