"""A saved search as a search: what is kept of a URL, how it reads, what it finds."""

from django.http import QueryDict

from practices.models import PracticePage

from ..documents import PracticeDocument
from ..engines.base import DEEPEST_RESULT, SearchQuery, get_engine
from ..facets import FACETS_BY_NAME
from ..filters import PracticeSearchFilterSet

STEP = 100  # sheets read at a time
EVERYTHING = "Toutes les fiches"


def canonical(filterset):
    """Words and facets alone: order, page and closeness change nothing of what is new."""
    return filterset.query_string(like=None, loosen=None, sort=None)


def described(filterset):
    """The search in French: its words, then the values it asks for."""
    parts = [f"«\u00a0{filterset.text}\u00a0»"] if filterset.text else []
    for name, values in filterset.chosen.items():
        labels = filterset.form.fields[name].labels
        parts.append(
            f"{FACETS_BY_NAME[name].label}\u00a0: " + ", ".join(str(labels[value]) for value in values)
        )
    return "\u202f; ".join(parts) or EVERYTHING


def is_lost(filterset):
    """Whether all values of some facet are gone: without them the search would find much more than asked."""
    return any(name in FACETS_BY_NAME and name not in filterset.chosen for name, _, _ in filterset.dropped)


def filterset_of(saved):
    return PracticeSearchFilterSet(QueryDict(saved.query))


def new_sheets(saved, filterset, most):
    """At most `most` sheets, the newest first, that appeared after the search was saved and were not told.

    The walk is in the order of the last publication, which is never before the first: it stops at the first
    page that ends before the search was saved. What moves during the walk is found by the next one. The
    words are never loosened. Raises SearchUnavailable.
    """
    found = {}
    for offset in range(0, DEEPEST_RESULT, STEP):
        query = SearchQuery(
            text=filterset.tree,
            filters=filterset.chosen,
            order="newest",
            offset=offset,
            limit=STEP,
            passages=False,
        )
        keys = get_engine(PracticeDocument).answer(query).keys
        sheets = PracticePage.objects.findable().select_related("lead").in_bulk(keys)
        told = set(saved.alerted.filter(sheet__in=keys).values_list("sheet", flat=True))
        for key in keys:
            sheet = sheets.get(key)
            if sheet and key not in told and sheet.first_published_at > saved.created_at:
                found[key] = sheet
        last = sheets.get(keys[-1]) if keys else None
        if len(keys) < STEP or len(found) >= most or (last and last.last_published_at <= saved.created_at):
            break
    return list(found.values())[:most]
