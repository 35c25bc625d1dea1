from django import forms

from .models import LONGEST


class ArchiveForm(forms.Form):
    """Why a sheet is archived."""

    reason = forms.CharField(
        label="Pourquoi l’archiver\u202f?",
        help_text="Les lecteurs le voient en haut de la fiche, et la collectivité le reçoit.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites pourquoi."},
    )
