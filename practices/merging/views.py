"""The moderators' page of the admin that merges two sheets: which other one, then which of them is kept."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from practices.models import PracticePage

from .forms import KeepForm, OtherForm
from .merging import merge
from .rules import can_merge


@never_cache
def merge_sheet(request, pk):
    """The other sheet is in the address, so that the page can be read before anything is done."""
    practice = get_object_or_404(PracticePage.objects.findable().select_related("lead"), pk=pk)
    if not can_merge(request.user, [practice]):
        raise Http404
    asked = OtherForm(request.GET or None)
    context = {"practice": practice, "asked": asked}
    if not asked.is_valid():
        return _page(request, context, status=400 if asked.errors else 200)
    pair = [practice, asked.cleaned_data["other"]]
    form = KeepForm(request.POST if request.method == "POST" else None, practices=pair)
    if request.method == "POST" and form.is_valid() and (made := _merged(request, pair, form)):
        return redirect("wagtailadmin_pages:edit", made.kept_id)
    return _page(request, context | {"pair": pair, "form": form}, status=400 if form.errors else 200)


def _merged(request, pair, form):
    kept, gone = sorted(pair, key=lambda practice: practice.pk != form.cleaned_data["kept"])
    try:
        made = merge(gone, into=kept, user=request.user)
    except (PermissionDenied, ValidationError) as refusal:
        form.add_error(None, getattr(refusal, "messages", None) or str(refusal))
        return None
    messages.success(request, "Les deux fiches sont réunies. Leurs collectivités en sont averties.")
    return made


def _page(request, context, *, status):
    return render(request, "merging/merge.html", context, status=status)
