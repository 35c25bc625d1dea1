from django import forms

from practices.keys import KeysField

from .models import QualityCriterion


class GiveForm(forms.Form):
    """What the moderator has checked."""

    criteria = KeysField(
        QualityCriterion.objects.all(),
        label="La fiche remplit ces critères",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class TakeBackForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi la retirer\u202f?",
        help_text="La collectivité le lit.",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites à la collectivité pourquoi."},
    )
