"""The reports of readers, in the admin: each handled in one step, the oldest first."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from practices import rules

from .forms import HandlingForm
from .handling import handle
from .models import Report

BY_PAGE = 50
CONFLICT = 409


@never_cache
def reports(request):
    """What waits."""
    _check(request)
    return _show(request)


@never_cache
@require_POST
def handle_report(request, pk):
    """One report is handled; a refusal keeps what was typed."""
    _check(request)
    report = get_object_or_404(Report, pk=pk)
    form = HandlingForm(request.POST, report=report)
    if not form.is_valid():
        return _show(request, {report.pk: form}, status=400)
    try:
        handle(report, user=request.user, **form.cleaned_data)
    except PermissionDenied as refusal:
        return _show(request, {report.pk: form}, status=CONFLICT, refusal=str(refusal))
    messages.success(request, "Le signalement est traité.")
    return redirect("practices_reports")


def _show(request, typed=None, *, status=200, refusal=""):
    """The page; `typed` holds the form that was refused, by the key of its report."""
    typed = typed or {}
    waiting = Report.objects.waiting().select_related("practice__lead")
    page = Paginator(waiting, BY_PAGE).get_page(1)  # what is handled leaves: the next come up
    lines = [(report, typed.get(report.pk) or HandlingForm(report=report)) for report in page]
    left = {report.pk for report in page}
    context = {
        "lines": lines,
        "count": page.paginator.count,
        "own": rules.stakes(request.user, [report.practice for report in page]),
        "refusal": refusal,
        # The words typed for a report that another moderator handled meanwhile: they stay readable.
        "typed": "".join(form.data.get("note", "") for key, form in typed.items() if key not in left),
    }
    return render(request, "reports/of_moderators.html", context, status=status)


def _check(request):
    if not rules.is_moderator(request.user):
        raise PermissionDenied
