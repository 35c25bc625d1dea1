"""The steps of a sheet that need nothing typed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from .. import review, rules
from ..answers import answers_of_step
from ..calling import call_referents
from ..completeness import completeness_of
from ..drafts import StaleVersion, mark_of
from ..forms.writing import ReadForm
from ..models import PracticePage
from ..remarks import places_of
from ..status import due_on, status_of
from ..steps import SENDING, stepper_of
from ..writers import Writer
from .saving import BAD, CONFLICT
from .writing import resting

CALLED = "Nous écrivons aux référents de votre collectivité que la fiche est prête\u00a0: ils l’enverront."
ALREADY_CALLED = "Nous avons déjà écrit aux référents, il y a moins d’un jour, que la fiche est prête."


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request, pk):
    """All answers, to be read again; then sent as they are saved."""
    practice = get_object_or_404(PracticePage.objects.writable_by(request.user), pk=pk)
    writer = Writer(request.user)
    if request.method != "POST":
        return (
            check(request, writer, practice)
            if rules.can_edit(request.user, practice)
            else resting(request, practice)
        )
    try:
        review.submit(practice, user=request.user, version=ReadForm(request.POST)["version"].value())
    except StaleVersion as stale:
        return check(request, writer, stale.practice, changed=str(stale), status=CONFLICT)
    except ValidationError:
        return check(request, writer, practice, is_refused=True, status=BAD)
    except review.ReferentNeeded:
        return _call_referents(request, writer, practice)
    except PermissionDenied:
        messages.error(
            request, "Cette fiche ne peut pas être envoyée\u00a0: elle est archivée, ou rien n’a changé."
        )
    else:
        due = due_on(timezone.now())
        said = f"Votre fiche est en relecture. Les associations répondent avant le {due:%d/%m/%Y}."
        messages.success(request, said)
    return redirect("practices:my_practices")


def _call_referents(request, writer, practice):
    """What sending does for who may not: those who may are told."""
    try:
        is_told = call_referents(practice, user=request.user)
    except PermissionDenied:
        return check(request, writer, practice, is_refused=True, status=BAD)
    messages.success(request, CALLED if is_told else ALREADY_CALLED)
    return redirect("practices:my_practices")


@login_required
@require_POST
def withdraw(request, pk):
    """Take the sheet back from the review, to change it."""
    practice = get_object_or_404(PracticePage.objects.led_by_member(request.user), pk=pk)
    try:
        review.withdraw(practice, user=request.user)
    except review.DecisionConflict as conflict:
        messages.warning(request, str(conflict))
        return redirect("practices:my_practices")
    messages.success(request, "La fiche n’est plus en relecture. Vous pouvez la modifier.")
    return redirect("practices:edit", pk)


def check(request, writer, practice, *, status=200, **context):
    """All answers on one page, with the way to send them: the town submits, or is asked to sign."""
    draft = practice.get_latest_revision_as_object()
    stepper = stepper_of(draft, SENDING, writer.pages)
    context |= {
        "writer": writer,
        "practice": practice,
        "standing": status_of(practice),
        "stepper": stepper,
        "completeness": completeness_of(draft, writer.pages),
        "of_member": rules.is_member(writer.user, practice.lead_id),
        "can_submit": rules.can_submit(writer.user, practice),
        "can_call_referents": rules.can_call_referents(writer.user, practice),
        "preview_url": writer.pages.url("preview", practice),
        "read": ReadForm(initial={"version": mark_of(practice)}),
        "told": [(stop, answers_of_step(draft, stop.step)) for stop in stepper.stops[:-1]],
    }
    if context["of_member"]:
        context["remarks"] = places_of(practice)
    return render(request, "practices/practice_check.html", context, status=status)
