"""The counts of every facet by Wagtail's own backends: one question a facet, each without its own filter."""

from wagtail.search.backends import get_search_backend
from wagtail.search.query import MATCH_ALL

from .facets import FACETS, SEVERAL_VALUES
from .models import PeerSheet


class WagtailCounts:
    """What a view on Wagtail's search would ask for the filters of a page; no highlight, no result."""

    def __init__(self, backend_name):
        self.backend = get_search_backend(backend_name)

    def __call__(self, search):
        return {facet: self._count(search, facet) for facet in FACETS}

    def _count(self, search, facet):
        sheets = PeerSheet.objects.all()
        for name, values in search.filters.items():
            if name != facet:
                lookup = f"{name}__value__in" if name in SEVERAL_VALUES else f"{name}__in"
                sheets = sheets.filter(**{lookup: values})
        return self.backend.search(search.plain or MATCH_ALL, sheets, operator=search.operator).facet(facet)
