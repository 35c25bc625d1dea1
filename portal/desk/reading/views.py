"""Reading a submission: one screen with all that a moderator decides by, and the decisions."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from practices import rules
from practices.assignments.models import Assignment
from practices.checklist.checking import check
from practices.checklist.forms import ChecklistForm
from practices.drafts import StaleVersion
from practices.models import PracticePage
from practices.models.review import Verdict
from practices.review import DecisionConflict, decide

from ..lines import lines_for, with_line
from .forms import PublishForm
from .screen import screen_of

MALFORMED = "Cette page n’était plus à jour. Relisez la fiche, puis décidez."
MEDIA = forms.Media(css={"all": ["desk/desk.css", "desk/reading.css"]})


@never_cache
@require_safe
def read(request, pk):
    """The sheet as it will look, what changed, what was said of it, and what may be done."""
    practice = _sent(request, pk)
    place = with_line(Assignment.objects.with_past()).get(practice=pk)
    [line] = lines_for(request.user, [place])
    context = screen_of(line, practice, request.user)
    context["media"] = MEDIA
    context["publish"] = PublishForm(initial={"version": practice.latest_revision_id})
    return render(request, "desk/reading.html", context)


@require_POST
def check_criteria(request, pk):
    """Keep what was ticked, and unticked."""
    practice = _sent(request, pk)
    form = ChecklistForm(request.POST)
    if not form.is_valid():
        for sentence in dict.fromkeys(sum(form.errors.values(), [])):
            messages.error(request, sentence)
        return redirect("desk_read", pk)
    try:
        check(practice, user=request.user, **form.keys)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "C’est enregistré\u00a0: les autres modérateurs le voient.")
    return redirect("desk_read", pk)


@require_POST
def publish(request, pk):
    """Publish the version that was read; a newer one is read first."""
    practice = _sent(request, pk)
    form = PublishForm(request.POST)
    if not form.is_valid():
        messages.error(request, MALFORMED)
        return redirect("desk_read", pk)
    try:
        decide(practice, user=request.user, verdict=Verdict.APPROVED, version=form.cleaned_data["version"])
    except StaleVersion as newer:
        messages.error(request, f"{newer} Relisez la fiche avant de la publier.")
    except (DecisionConflict, PermissionDenied) as refusal:
        messages.error(request, str(refusal))
    except ValidationError as problem:
        for sentence in problem.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, f"«\u00a0{practice.draft_title}\u00a0» est publiée.")
        return redirect("desk")
    return redirect("desk_read", pk)


def _sent(request, pk):
    """A sheet that was sent to the moderators, at least once."""
    if not rules.is_moderator(request.user):
        raise PermissionDenied
    sheets = PracticePage.objects.filter(assignment__isnull=False).select_related("lead")
    return get_object_or_404(sheets, pk=pk)
