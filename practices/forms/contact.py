from django import forms

from .robots import RobotTrapMixin


class ContactForm(RobotTrapMixin):
    """A question to the people behind a sheet, who answer by mail."""

    name = forms.CharField(
        label="Votre nom", max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        help_text="Elle est transmise avec votre message, pour que l’on vous réponde.",
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": "Écrivez une adresse complète, par exemple mairie@exemple.fr."},
    )
    message = forms.CharField(label="Votre message", max_length=4000, widget=forms.Textarea({"rows": 9}))

    field_order = ["name", "email", "message", "website", "form_token"]

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())
