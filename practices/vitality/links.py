"""The signed link of a mail: one question, one address that may answer it, for as long as it waits.

The address is in the link as a mark only: links end up in the journals of servers.
"""

from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from practices.mails import absolute

from .models import Question
from .recipients import Recipient, contact, members

SALT = "practices.vitality.answer"  # a link signed for another purpose is not read here
LASTS = 365 * 24 * 3600  # seconds


def link(question, address) -> str:
    """What is sent to this address."""
    token = signing.dumps([question.pk, _mark(address)], salt=SALT)
    return absolute(reverse("practices:still_running_link", args=[token]))


def read(token) -> tuple[Question, Recipient] | None:
    """The question, and who answers; None when forged, too old, or of somebody who has left."""
    try:
        key, mark = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    question = Question.objects.select_related("practice__lead").filter(pk=key).first()
    if question is None:
        return None
    practice = question.practice
    known = [*members(practice.lead_id), *contact(practice)]
    return next(((question, one) for one in known if constant_time_compare(_mark(one.address), mark)), None)


def _mark(address):
    return salted_hmac(SALT, address.lower()).hexdigest()[:20]
