from django import forms

from .models import Answer

CHOICES = (
    (Answer.CONFIRMED, "Oui, nous portons cette pratique avec elle"),
    (Answer.DECLINED, "Non, nous ne la portons pas"),
)


class AnswerForm(forms.Form):
    """Whether a collectivity bears a sheet, and a word of why."""

    verdict = forms.ChoiceField(
        label="Votre réponse",
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez votre réponse.",
            "invalid_choice": "Choisissez l’une des deux réponses.",
        },
    )
    reason = forms.CharField(
        label="Un mot de la raison",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Il est lu par la collectivité qui raconte la pratique et par les associations.",
    )
