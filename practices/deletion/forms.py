from django import forms

from .models import LONGEST


class AskForm(forms.Form):
    """Why the collectivity wants its sheet off the site."""

    reason = forms.CharField(
        label="Pourquoi supprimer cette fiche\u202f?",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "Dites aux associations pourquoi."},
    )


class AnswerForm(forms.Form):
    accepted = forms.TypedChoiceField(
        label="Votre réponse",
        choices=[("oui", "Retirer la fiche du site"), ("non", "La laisser en ligne")],
        coerce=lambda value: value == "oui",
        widget=forms.RadioSelect,
    )
    word = forms.CharField(
        label="Votre mot à la collectivité",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
