"""The search when no engine answers: the database, through the same FilterSet. No second full-text index."""

from .engines.base import SearchResults


def database_results(filterset) -> SearchResults:
    """Filters exact, words matched in the plain text, the newest first; no counts, no passages."""
    query = filterset.search_query
    sheets = filterset.qs.order_by("-last_published_at", "pk")
    keys = tuple(sheets.values_list("pk", flat=True)[query.offset : query.offset + query.limit])
    return SearchResults(keys=keys, total=sheets.count(), facets={}, passages={})
