from django import forms

from practices.assignments.models import Association
from practices.keys import KeyField

from .asking import may_be_asked
from .models import Advice


class AdviceForm(forms.Form):
    """What one thinks of the sheet; the town does not read it."""

    advice = forms.ChoiceField(
        label="Votre avis",
        choices=Advice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un avis."},
    )
    text = forms.CharField(
        label="Pourquoi",
        help_text="Pour les modérateurs seulement\u00a0: la collectivité ne le lit pas.",
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "Dites pourquoi en quelques mots."},
    )


class AskForm(AdviceForm):
    association = KeyField(
        Association.objects.none(),
        label="Demander l’avis de",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une association."},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        choices = may_be_asked(user)
        self.fields["association"].queryset = choices
        self.initial.setdefault("association", choices.first())
