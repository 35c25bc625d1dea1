"""Against robots, without asking anything of people: a field that they do not see, the time to write."""

import time

from django import forms
from django.core import signing
from django.utils.crypto import get_random_string

SALT = "practices.forms.robots"
SECONDS = 3  # nobody fills a form in less
TRAPPED = "Laissez vide la case cachée, puis envoyez de nouveau."
TOO_FAST = "C’était très rapide. Attendez quelques secondes, puis envoyez de nouveau."


class RobotTrapMixin(forms.Form):
    """Two more fields; `form_token` is another one for each form that was shown."""

    website = forms.CharField(
        label="Laissez cette case vide",
        required=False,
        template_name="components/trap_field.html",
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    form_token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["form_token"] = new_token()

    def clean(self):
        cleaned = super().clean()
        if self.cleaned_data.pop("website", ""):
            self._renew("website", "")
            self.add_error(None, TRAPPED)
        began = _began(self.cleaned_data.get("form_token", ""))
        if began is None or time.time() - began < SECONDS:
            if began is None:
                self._renew("form_token", new_token())
            self.add_error(None, TOO_FAST)
        return cleaned

    def _renew(self, name, value):
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = value


def new_token():
    """A signed value that says when the form was shown, another one each time."""
    return signing.TimestampSigner(salt=SALT).sign(f"{time.time():.1f}-{get_random_string(8)}")


def _began(token):
    try:
        value = signing.TimestampSigner(salt=SALT).unsign(token, max_age=24 * 3600)
    except signing.BadSignature:
        return None
    return float(value.partition("-")[0])
