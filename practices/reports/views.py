"""« Signaler un problème », on every public sheet, for anybody."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from .. import limits
from ..models import PracticePage
from .forms import ReportForm
from .models import Report

PER_ADDRESS, PER_SHEET, PER_DAY = 5, 20, 500  # an hour from one place, a day on one sheet, a day in all
THANKS = "Merci. Les associations lisent tous les signalements."
TOO_MANY = {
    "address": "Plusieurs signalements sont déjà partis de cet endroit. Réessayez dans une heure.",
    "sheet": "Cette fiche a reçu beaucoup de signalements aujourd’hui. Réessayez demain.",
    "day": "Nous avons reçu beaucoup de signalements aujourd’hui. Réessayez demain.",
}


@never_cache
def report(request, slug):
    """The form; what is sent waits for moderators, and no mail leaves."""
    practice = get_object_or_404(PracticePage.objects.published().select_related("lead"), slug=slug)
    form = ReportForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        refusal = _keep(request, practice, form.cleaned_data) if form.is_valid() else "form"
        if not refusal:
            messages.success(request, THANKS)
            return redirect(practice.url)
        status = 400
        if refusal in TOO_MANY:
            form.add_error(None, TOO_MANY[refusal])
            status = 429
    return render(request, "reports/report.html", {"practice": practice, "form": form}, status=status)


@transaction.atomic
def _keep(request, practice, cleaned):
    """Keep it once for each form shown; say which limit stands in the way, if one does.

    What could not be written is not counted as kept: the same form, posted again, keeps it.
    """
    if not limits.take("report", limits.client_address(request), limit=PER_ADDRESS, window=limits.HOUR):
        return "address"
    if not limits.take("report-sheet", practice.pk, limit=PER_SHEET, window=limits.DAY):
        return "sheet"
    if not limits.take("reports", "all", limit=PER_DAY, window=limits.DAY):
        return "day"
    if limits.take("report-form", cleaned.pop("form_token"), limit=1, window=limits.DAY):
        Report.objects.create(practice=practice, **cleaned)
    return None
