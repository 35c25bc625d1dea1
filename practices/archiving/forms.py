from django import forms
from django.db import models

from .models import LONGEST


class Asked(models.TextChoices):
    """What the button of the page does."""

    ARCHIVE = "archive", "Archiver"
    OPEN = "open", "Sortir des archives"


class OpenForm(forms.Form):
    """What is asked, said in the form: a second click must not do the contrary of the first."""

    act = forms.ChoiceField(choices=Asked.choices, widget=forms.HiddenInput)


class ArchiveForm(OpenForm):
    """Why a sheet is archived."""

    reason = forms.CharField(
        label="Pourquoi l’archiver\u202f?",
        help_text="Les lecteurs le voient en haut de la fiche, et la collectivité le reçoit.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites pourquoi."},
    )


FORMS = {Asked.ARCHIVE: ArchiveForm, Asked.OPEN: OpenForm}
