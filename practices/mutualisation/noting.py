"""The moderators' form of what a collectivity answered."""

from django.db import transaction
from wagtail.admin.forms import WagtailAdminModelForm

from . import rules
from .models import Answer, Bearing
from .sending import NOT_THERE, forget_address, refusal_of, send_link
from .writing import NO_LONGER_NAMED, note


class BearingForm(WagtailAdminModelForm):
    """A new address is sent the link; an answer is noted with its day and by whom."""

    def clean(self):
        cleaned = super().clean()
        email, answer = cleaned.get("email"), cleaned.get("answer")
        is_noted = "answer" in self.changed_data and answer != Answer.WAITING
        if is_noted and not self.instance.is_proposed:
            self.add_error("answer", NO_LONGER_NAMED)
        if email and "email" in self.changed_data:
            stored = Bearing.objects.get(pk=self.instance.pk)
            allowed = not is_noted and rules.can_send_link(self.for_user, stored)
            if refusal := refusal_of(stored, email) if allowed else NOT_THERE:
                self.add_error("email", refusal)
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
