"""The search as JSON: one page (`page`, `page_size`) with its counts. All sheets: see `json_lines`."""

from django.http import JsonResponse

from ..results import SearchPage
from .sheets import practice_data


def json_page(filterset):
    """One page of results, with the counts of every facet value."""
    page = SearchPage(filterset)
    answer = {
        "total": page.total,
        "page": filterset.page_number,
        "pages": page.paging.last,
        "degraded": page.degraded,
        "corrected": page.answer.replaced or None,
        "loosened": page.found.loosened,
        "results": [practice_data(result.practice) for result in page.results],
        "facets": {facet.name: list(_options(facet.options)) for facet in page.facets},
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _options(options):
    for option in options:
        yield {
            "value": option.value,
            "label": option.label,
            "count": option.count,
            "selected": option.selected,
        }
        yield from _options(option.children)
