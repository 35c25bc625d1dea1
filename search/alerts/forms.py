from django import forms

from practices.forms.robots import RobotTrapMixin

from .models import Frequency

ADDRESS = {
    "label": "Votre adresse électronique",
    "widget": forms.EmailInput({"autocomplete": "email"}),
    "error_messages": {"invalid": "Écrivez une adresse complète, par exemple mairie@exemple.fr."},
}


class FrequencyForm(forms.Form):
    frequency = forms.ChoiceField(
        label="À quelle fréquence",
        choices=Frequency.choices,
        initial=Frequency.WEEKLY,
        widget=forms.RadioSelect,
    )


class FollowForm(FrequencyForm, RobotTrapMixin):
    """An alert for an address without account."""

    email = forms.EmailField(
        help_text="Elle ne sert qu’à cette alerte. Un message vous demandera de la confirmer.", **ADDRESS
    )

    field_order = ["email", "frequency", "website", "form_token"]


class WayInForm(RobotTrapMixin):
    """Asking for the link to one’s alerts."""

    email = forms.EmailField(**ADDRESS)

    field_order = ["email", "website", "form_token"]
