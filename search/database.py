"""The search when no engine answers: the database, through the same FilterSet. No second full-text index."""

import time

from .engines.base import SearchResults
from .facets import FACETS

PATIENCE = 0.5  # seconds for all counts; those that come later are left out


def database_results(filterset) -> SearchResults:
    """Filters exact, words matched in the plain text, the newest or most reused first; no passages.

    Where the engines lower the sheets without answer, these come last.

    The facets of the first rank are counted while there is time. The others have no counts.
    """
    query = filterset.search_query
    found = filterset.qs
    if query.order == "most_reused":
        sheets = found.most_reused()
    else:
        sheets = found.answering_first() if query.steps else found.newest()
    keys = tuple(sheets.values_list("pk", flat=True)[query.offset : query.offset + query.limit])
    return SearchResults(keys=keys, total=sheets.count(), facets=_counts(filterset), passages={})


def _counts(filterset):
    """Counts by facet and value, each without the choice in that facet, as the engines do."""
    counts, deadline = {}, time.monotonic() + PATIENCE
    for facet in FACETS:
        if time.monotonic() > deadline:
            break
        if facet.first_rank:
            counts[facet.name] = facet.count(filterset.sheets_without(facet.name))
    return counts
