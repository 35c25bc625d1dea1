"""The call, as the moderator tells it, and the answer of the collectivity."""

import uuid

from django import forms

from ..forms.drafts import DayField, past_day
from ..forms.joining import FindForm, JoinForm
from .models import LONGEST, NAME_LENGTH

WRONG_ADDRESS = "Écrivez une adresse complète, par exemple mairie@exemple.fr."


def one_line(value):
    return " ".join(value.split())


class FindTownForm(FindForm):
    """Which collectivity was called."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].label = "La collectivité appelée"


class CallForm(JoinForm):
    """The collectivity, chosen among those found, and who spoke for it."""

    person = forms.CharField(
        label="Personne entendue",
        max_length=NAME_LENGTH,
        help_text="Son nom ne paraît jamais sur la fiche.",
        error_messages={"required": "Donnez le nom de la personne à qui vous avez parlé."},
    )
    called_on = DayField(
        label="Date de l’appel", help_text="Jour, mois, année. Par exemple\u00a0: 30/06/2026"
    )
    email = forms.EmailField(
        label="Adresse où envoyer la fiche à signer",
        help_text="Rien ne part avant que vous ne l’ayez demandé.",
        error_messages={"invalid": WRONG_ADDRESS, "required": WRONG_ADDRESS},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ["territory", "called_on", "person", "function", "email", "key"]

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.initial["key"] = uuid.uuid4()
        self.fields["called_on"].required = True
        self.fields["called_on"].error_messages["required"] = "Donnez la date de l’appel."
        function = self.fields["function"]
        function.label, function.max_length = "Sa fonction", NAME_LENGTH
        function.widget.attrs.pop("autocomplete")

    def clean_person(self):
        return one_line(self.cleaned_data["person"])

    def clean_called_on(self):
        return past_day(self.cleaned_data["called_on"])

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4()


class SendForm(forms.Form):
    email = forms.EmailField(
        label="Adresse de la collectivité",
        help_text="Celle d’une personne qui peut signer pour elle, ou de la mairie.",
        error_messages={"invalid": WRONG_ADDRESS, "required": WRONG_ADDRESS},
    )
    # Which sending it follows.
    after = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class SignatureForm(forms.Form):
    """Who answers for the collectivity, of the version that was read."""

    name = forms.CharField(
        label="Votre nom",
        max_length=NAME_LENGTH,
        help_text="Il ne paraît pas sur la fiche\u00a0: seule la fonction y figure.",
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": "Écrivez votre nom."},
    )
    function = forms.CharField(
        label="Votre fonction",
        max_length=NAME_LENGTH,
        help_text="Par exemple\u00a0: maire, secrétaire de mairie, direction informatique.",
        widget=forms.TextInput({"autocomplete": "organization-title"}),
        error_messages={"required": "Écrivez votre fonction."},
    )
    confirmed = forms.BooleanField(
        error_messages={"required": "Cochez la case pour signer au nom de votre collectivité."}
    )
    version = forms.CharField(
        max_length=40,
        widget=forms.HiddenInput,
        error_messages={"required": "Relisez la fiche, puis signez."},
    )

    def __init__(self, data=None, *, interview, version):
        told = {"name": interview.person, "function": interview.function, "version": version}
        super().__init__(data, initial=told)
        town = interview.practice.lead.long_name
        self.fields["confirmed"].label = f"J’ai lu cette fiche et je la confirme au nom de\u00a0: {town}"

    def clean_name(self):
        return one_line(self.cleaned_data["name"])

    def clean_function(self):
        return one_line(self.cleaned_data["function"])


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi\u202f?",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Un mot suffit\u00a0: il est lu par la personne qui vous a appelé.",
    )
