"""The moderators' form of what a collectivity answered."""

from hashlib import sha256

from django import forms
from django.db import transaction
from wagtail.admin.forms import WagtailAdminModelForm

from . import rules
from .models import Answer, Bearing
from .sending import NOT_THERE, forget_address, refusal_of, send_link
from .writing import NO_LONGER_NAMED, note

ANSWERED = (
    "Cette ligne a changé pendant que cette page était ouverte. Sa réponse est maintenant\u00a0: {}. "
    "Pour garder ce qui est écrit ici, enregistrez de nouveau."
)


class BearingForm(WagtailAdminModelForm):
    """A new address is sent the link; an answer is noted with its day and by whom.

    `seen` marks the answer that the page showed: one given meanwhile is not written over unknowingly.
    """

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = _mark_of(self.instance)

    def clean(self):
        cleaned = super().clean()
        stored = Bearing.objects.get(pk=self.instance.pk)
        email, answer = cleaned.get("email"), cleaned.get("answer")
        is_noted = "answer" in self.changed_data and answer != Answer.WAITING
        if is_noted and not self.instance.is_proposed:
            self.add_error("answer", NO_LONGER_NAMED)
        if email and "email" in self.changed_data:
            allowed = not is_noted and rules.can_send_link(self.for_user, stored)
            if refusal := refusal_of(stored, email) if allowed else NOT_THERE:
                self.add_error("email", refusal)
        if cleaned.get("seen") not in ("", _mark_of(stored)):
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = _mark_of(stored)
            self.add_error("answer", ANSWERED.format(stored.get_answer_display().lower()))
        return cleaned

    @transaction.atomic
    def save(self, commit=True):
        bearing, values = Bearing.objects.get(pk=self.instance.pk), self.cleaned_data
        if {"answer", "reason"} & set(self.changed_data):
            note(bearing, user=self.for_user, verdict=values["answer"], reason=values["reason"])
        if "email" not in self.changed_data:
            return bearing
        if not values["email"]:
            return forget_address(bearing)
        return send_link(bearing, user=self.for_user, email=values["email"])


def _mark_of(bearing):
    """Another as soon as somebody answers, or writes another reason."""
    return sha256(f"{bearing.answer}\0{bearing.reason}".encode()).hexdigest()
