"""The list of sheets: a page, a fragment for htmx, and the same search as data."""

from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from .exports import export
from .filters import HTML, PracticeSearchFilterSet
from .results import SearchPage


def practice_list(request):
    """The sheets that answer the search in the URL."""
    filterset = PracticeSearchFilterSet(request.GET)
    if filterset.output != HTML:
        return export(filterset)
    template = "search/_results.html" if request.htmx else "search/practice_list.html"
    response = render(request, template, SearchPage(filterset).context())
    patch_vary_headers(response, ["HX-Request"])
    return response
