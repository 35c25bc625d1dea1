"""What Wagtail's edit page does to a review: it takes a sheet back, and decides nothing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse

from .. import review

CONFLICT = 409


def withdraw(request, practice):
    """Answer the button « Retirer de la relecture »: on behalf of the town."""
    edit_url = reverse("wagtailadmin_pages:edit", args=[practice.pk])
    try:
        review.withdraw(practice, user=request.user)
    except review.DecisionConflict as refusal:
        return conflict(request, practice, refusal)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
        return redirect(edit_url)
    messages.success(request, "La fiche n’est plus en relecture. Son brouillon est rendu à la collectivité.")
    return redirect(edit_url)


def conflict(request, practice, refusal, *, written=""):
    """The page that says what somebody else did first, and gives back what was written."""
    context = {"practice": practice, "sentence": str(refusal), "written": written}
    return render(request, "practices/admin/conflict.html", context, status=CONFLICT)
