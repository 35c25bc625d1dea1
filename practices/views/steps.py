"""The steps of a sheet that need nothing typed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from .. import review
from ..models import PracticePage


@login_required
@require_POST
def submit(request, pk):
    """Send the draft as it is saved."""
    practice = get_object_or_404(PracticePage.objects.led_by_member(request.user), pk=pk)
    try:
        review.submit(practice, user=request.user)
    except ValidationError:
        messages.error(request, "Il manque encore quelques réponses. Elles sont indiquées dans la fiche.")
        return redirect("practices:edit", pk)
    except PermissionDenied:
        messages.error(
            request, "Cette fiche ne peut pas être envoyée\u00a0: elle est archivée, ou rien n’a changé."
        )
    else:
        messages.success(request, "Votre fiche est en relecture. Les associations répondent sous dix jours.")
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
