import datetime

from django import forms
from django.core.exceptions import ValidationError

from practices.forms.drafts import DayField

from .models import LONGEST, Answer, Cause

CHOICES = (
    (Answer.RUNNING, "Elle fonctionne toujours, comme la fiche le raconte"),
    (Answer.CHANGED, "Elle fonctionne toujours, mais elle a changé"),
    (Answer.STOPPED, "Elle est arrêtée"),
)
NOT_STOPPED = (
    "Vous donnez une date ou une raison d’arrêt\u00a0: choisissez « Elle est arrêtée », ou effacez-les."
)


class AnswerForm(forms.Form):
    """Whether a practice still runs; where it stopped, since when and why."""

    verdict = forms.ChoiceField(
        label="Où en est cette pratique\u202f?",
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez votre réponse.",
            "invalid_choice": "Choisissez l’une des trois réponses.",
        },
    )
    cause = forms.ChoiceField(
        label="Si elle est arrêtée, pourquoi\u202f?",
        choices=[("", "Choisissez une raison"), *Cause.choices],
        required=False,
        help_text="La fiche le dira aussitôt\u00a0: c’est ce que les autres collectivités demandent d’abord.",
        error_messages={"invalid_choice": "Choisissez une raison de la liste."},
    )
    since = DayField(
        label="Arrêtée depuis quand\u202f?", help_text="À peu près suffit. Sans date, ce sera aujourd’hui."
    )
    why = forms.CharField(
        label="Un mot pour l’expliquer",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Les associations le lisent\u00a0; il ne paraît sur la fiche que si elles le choisissent. "
        "Pas de nom de personne.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cause"].expected = True  # of what has stopped: not « facultatif »

    def clean_since(self):
        since = self.cleaned_data["since"]
        if since and since > datetime.date.today():
            raise ValidationError("Cette date est à venir. Donnez une date passée ou celle du jour.")
        return since

    def clean(self):
        cleaned = super().clean()
        verdict = cleaned.get("verdict")
        if verdict == Answer.STOPPED and "cause" in cleaned and not cleaned["cause"]:
            self.add_error("cause", "Choisissez pourquoi elle est arrêtée.")
        if verdict and verdict != Answer.STOPPED and (cleaned.get("cause") or cleaned.get("since")):
            self.add_error("verdict", NOT_STOPPED)
        return cleaned


class CorrectionForm(forms.Form):
    """The button that says that the practice did not stop."""

    not_stopped = forms.BooleanField()


class ReadingForm(forms.Form):
    """Whether a moderator shows the words of an answer."""

    shown = forms.TypedChoiceField(
        choices=[("oui", "Montrer"), ("non", "Garder")], coerce=lambda value: value == "oui"
    )
