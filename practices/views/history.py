"""The versions of a sheet of one's collectivity, and what changed."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..forms.history import CompareForm
from ..history import differences, versions_of
from ..models import PracticePage


@login_required
@never_cache
@require_safe
def history(request, pk):
    """Who wrote each version and what became of it; the differences between two of them."""
    practice = get_object_or_404(
        PracticePage.objects.led_by_member(request.user).select_related("lead"), pk=pk
    )
    versions = versions_of(practice)
    form = CompareForm(request.GET, versions=versions) if len(versions) > 1 else None
    context = {"practice": practice, "versions": versions, "form": form}
    if form and form.is_valid():
        context["differences"] = differences(practice, **form.cleaned_data)
    return render(request, "practices/history.html", context)
