"""What a collectivity said by voice, noted from its line in the admin: one press."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin.utils import get_valid_next_url_from_request

from . import rules
from .models import Answer, Bearing
from .writing import NOT_A_MODERATOR, NOT_AN_ANSWER, note

SAID = {Answer.CONFIRMED: "porte la fiche avec les autres", Answer.DECLINED: "ne porte pas la fiche"}


class NoteForm(forms.Form):
    verdict = forms.ChoiceField(
        choices=list(SAID.items()),
        error_messages={"required": NOT_AN_ANSWER, "invalid_choice": NOT_AN_ANSWER},
    )


@require_POST
@transaction.atomic
def note_answer(request, pk):
    """Note the answer of a collectivity that gave none; what it said meanwhile is told, and stays."""
    if not rules.can_note(request.user):
        raise PermissionDenied(NOT_A_MODERATOR)
    form = NoteForm(request.POST)
    locked = Bearing.objects.select_for_update(of=("self",)).select_related("practice__lead", "territory")
    bearing = get_object_or_404(locked, pk=pk)
    if not form.is_valid():
        messages.error(request, NOT_AN_ANSWER)
    elif bearing.answer != Answer.WAITING:
        messages.warning(request, f"{bearing.territory} a déjà répondu\u00a0: {_answer(bearing)}.")
    else:
        _note(request, bearing, form.cleaned_data["verdict"])
    index = reverse(Bearing.snippet_viewset.get_url_name("list"))
    return redirect(get_valid_next_url_from_request(request) or index)


def _note(request, bearing, verdict):
    try:
        note(bearing, user=request.user, verdict=verdict)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    else:
        messages.success(request, f"C’est noté\u00a0: {bearing.territory} {SAID[verdict]}.")


def _answer(bearing):
    return bearing.get_answer_display().lower()
