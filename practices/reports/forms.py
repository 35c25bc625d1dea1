from django import forms
from django.core.exceptions import ValidationError

from practices.forms.robots import RobotTrapMixin

from .models import LONGEST, Cause, Outcome


class ReportForm(RobotTrapMixin):
    """What is wrong with a sheet, in a reader's words."""

    cause = forms.ChoiceField(
        label="Quel est le problème avec cette fiche\u202f?",
        choices=Cause.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez le problème.",
            "invalid_choice": "Choisissez l’un des problèmes de la liste.",
        },
    )
    text = forms.CharField(
        label="Dites-le en quelques mots",
        help_text="Où dans la fiche, et ce qu’il faudrait corriger. Pour un doublon, donnez le titre de "
        "l’autre fiche. 1\u202f000\u00a0signes au plus.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "Dites en quelques mots ce qui ne va pas."},
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        help_text="Pour vous dire la suite, et pour rien d’autre. Elle est effacée une fois la réponse "
        "partie, et au bout d’un an au plus.",
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": "Écrivez une adresse complète, par exemple mairie@exemple.fr."},
    )

    field_order = ["cause", "text", "email", "website", "form_token"]


class HandlingForm(forms.Form):
    """What a moderator made of a report; a reader who waits for an answer is told why nothing was done."""

    outcome = forms.ChoiceField(
        choices=Outcome.choices,
        error_messages={
            "required": "Choisissez «\u00a0Fait\u00a0» ou «\u00a0Sans suite\u00a0».",
            "invalid_choice": "Choisissez «\u00a0Fait\u00a0» ou «\u00a0Sans suite\u00a0».",
        },
    )
    note = forms.CharField(
        label="Un mot sur la suite",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs, auto_id=f"report-{report.pk}-%s")
        self.is_told = bool(report.email)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") == Outcome.ASIDE and self.is_told and not cleaned.get("note"):
            raise ValidationError({"note": "Dites au lecteur pourquoi le signalement reste sans suite."})
        return cleaned
