from django import forms

from ..remarks import LONGEST


class AnswerForm(forms.Form):
    """What the town replies to one remark."""

    text = forms.CharField(
        label="Votre réponse",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Écrivez votre réponse avant de l’envoyer."},
    )
