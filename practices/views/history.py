"""The versions of a sheet that one bears, or moderates, and what changed."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import rules
from ..forms.history import CompareForm
from ..history import CONTACT, differences, versions_of
from .writing import sheet_to_read


@login_required
@never_cache
@require_safe
def history(request, pk):
    """Who wrote each version and what became of it; the differences between two of them."""
    practice = sheet_to_read(request, pk)
    of_lead = rules.is_member(request.user, practice.lead_id)
    versions = versions_of(practice)
    form = CompareForm(request.GET, versions=versions) if len(versions) > 1 else None
    context = {"practice": practice, "versions": versions, "form": form, "of_lead": of_lead}
    if form and form.is_valid():
        hidden = () if of_lead or rules.is_moderator(request.user) else CONTACT
        context["differences"] = differences(practice, **form.cleaned_data, hidden=hidden)
    return render(request, "practices/history.html", context)
