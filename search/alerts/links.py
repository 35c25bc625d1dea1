"""The signed links of mails: what opens them is having received the mail, never an account."""

from django.core import signing
from django.urls import reverse

from practices.mailing.composing import absolute

from .models import CONFIRM_DAYS

CONFIRM, MANAGE, STOP = "alerts.confirm", "alerts.manage", "alerts.stop"
A_DAY = 24 * 3600
# The link that stops an alert works for ever, as those who publish mail must see to.
AGES = {CONFIRM: CONFIRM_DAYS * A_DAY, MANAGE: 90 * A_DAY, STOP: None}


def link(purpose, value):
    """An absolute address; `value` is the key of a saved search, or an address for MANAGE."""
    token = signing.dumps(value, salt=purpose)
    path = reverse(f"alerts:{purpose.rpartition('.')[2]}", args=[token])
    return absolute(path)


def read(purpose, token):
    """What was signed; None for a link that is too old, or not ours."""
    try:
        return signing.loads(token, salt=purpose, max_age=AGES[purpose])
    except signing.BadSignature:
        return None
