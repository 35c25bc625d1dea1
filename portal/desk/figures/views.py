"""The page of figures, in Wagtail's admin, and its files."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from practices import rules

from .exports import FORMATS
from .figures import figure_named, figures_page
from .forms import PeriodForm


@never_cache
def figures(request):
    """Times, decisions and coverage."""
    _check(request.user)
    form = PeriodForm(request.GET)
    context = {
        "form": form,
        "page": figures_page(form.months),
        "promise": settings.REVIEW_WORKING_DAYS,
    }
    return render(request, "figures/figures.html", context)


@never_cache
def figure_file(request, name, suffix):
    """The table of one figure, as CSV or as a workbook."""
    _check(request.user)
    figure = figure_named(name, PeriodForm(request.GET).months)
    if figure is None:
        raise Http404
    return FORMATS[suffix](figure)


def _check(user):
    if not rules.is_moderator(user):
        raise PermissionDenied
