"""Against robots, without asking anything of people: a field that they do not see, the time to write."""

import time

from django import forms
from django.core import signing
from django.utils.crypto import get_random_string

SALT = "practices.forms.robots"
SECONDS = 1  # a robot takes less; a person whose browser fills the form in takes more
HOURS = 24
TRAPPED = "Laissez vide la case cachée, puis envoyez de nouveau."
TOO_FAST = "C’était très rapide. Attendez une seconde, puis envoyez de nouveau."
TOO_OLD = "Cette page était ouverte depuis trop longtemps. Envoyez de nouveau."


class RobotTrapMixin(forms.Form):
    """Two more fields; `form_token` is another one for each form that was shown.

    What a person has to correct is said alone: they have taken their time once it is.
    """

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

    def full_clean(self):
        super().full_clean()
        if not self.is_bound:
            return
        trapped = self.cleaned_data.pop("website", "")
        began = _began(self.cleaned_data.get("form_token", ""))
        refusals = [TRAPPED] * bool(trapped)
        if began is None:
            self._renew("form_token", new_token())
            refusals.append(TOO_OLD)
        elif time.time() - began < SECONDS:
            refusals.append(TOO_FAST)
        if trapped:
            self._renew("website", "")
        if not self.errors:
            for refusal in refusals:
                self.add_error(None, refusal)

    def _renew(self, name, value):
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = value


def new_token():
    """A signed value that says when the form was shown, another one each time."""
    return signing.TimestampSigner(salt=SALT).sign(f"{time.time():.1f}-{get_random_string(8)}")


def _began(token):
    try:
        value = signing.TimestampSigner(salt=SALT).unsign(token, max_age=HOURS * 3600)
    except signing.BadSignature:
        return None
    return float(value.partition("-")[0])
