"""Decisions from Wagtail's edit page: they pass `review.decide()` and save nothing of the form.

Wagtail would save the whole form first, a stale one too, then act without a lock.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse

from .. import review
from ..drafts import StaleVersion
from ..models.review import ACTIONS

CONFLICT = 409
DONE = {
    "approve": "La fiche est publiée.",
    "reject": "Votre demande est partie.",
    "refuse": "La fiche est refusée.",
}


class DecisionForm(forms.Form):
    """What the edit page posts beside the sheet: the version it showed, and its own last autosave."""

    action = forms.ChoiceField(choices=[(name, verdict.label) for name, verdict in ACTIONS.items()])
    extra = forms.JSONField(required=False)
    loaded = forms.IntegerField(required=False)
    autosaved = forms.IntegerField(required=False)

    NAMES = {
        "action": "workflow-action-name",
        "extra": "workflow-action-extra-data",
        "loaded": "loaded_revision_id",
        "autosaved": "overwrite_revision_id",
    }

    def add_prefix(self, field_name):
        return self.NAMES.get(field_name, field_name)

    @property
    def version(self):
        return self.cleaned_data["autosaved"] or self.cleaned_data["loaded"]

    @property
    def reason(self):
        extra = self.cleaned_data["extra"]
        return str(extra.get("comment", "")) if isinstance(extra, dict) else ""


def decide(request, practice):
    """Answer the buttons « Publier », « Demander des modifications », « Refuser »."""
    edit_url = reverse("wagtailadmin_pages:edit", args=[practice.pk])
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choisissez une décision.")
        return redirect(edit_url)
    action = form.cleaned_data["action"]
    try:
        review.decide(
            practice,
            user=request.user,
            verdict=ACTIONS[action],
            reason=form.reason,
            version=form.version,
        )
    except (review.DecisionConflict, StaleVersion) as refusal:
        return conflict(request, practice, refusal, written=form.reason)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
        return redirect(edit_url)
    except ValidationError as problem:
        for sentence in problem.messages:
            messages.error(request, sentence)
        return redirect(edit_url)
    messages.success(request, DONE[action])
    return redirect("desk")


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
    """The page that says what somebody else did first, with what this person wrote, to be copied."""
    context = {"practice": practice, "sentence": str(refusal), "written": written}
    return render(request, "practices/admin/conflict.html", context, status=CONFLICT)
