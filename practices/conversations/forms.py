import uuid

from django import forms

from .models import LONGEST, Readers


class MessageForm(forms.Form):
    """What a person of the town writes to the associations."""

    text = forms.CharField(
        label="Votre message",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": "Écrivez votre message avant de l’envoyer."},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, initial={"key": uuid.uuid4()}, **kwargs)

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4()


class ModeratorMessageForm(MessageForm):
    """The same, with who may read it."""

    readers = forms.ChoiceField(
        label="Qui peut le lire\u202f?",
        choices=Readers.choices,
        initial=Readers.EVERYONE,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites qui peut lire ce message."},
    )
    field_order = ["readers", "text", "key"]

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.initial["readers"] = Readers.EVERYONE
