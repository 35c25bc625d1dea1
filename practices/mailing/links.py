"""The signed link that stops one kind of mail for one person: it works without login, and for ever."""

from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse

from .composing import absolute
from .models import Kind

SALT = "practices.mailing.stop"  # a link signed for another purpose is not read here


def stop_link(user, kind) -> str:
    """The address that goes in a mail."""
    return absolute(reverse("practices:stop_mails", args=[signing.dumps([user.pk, kind], salt=SALT)]))


def stopped_by(token):
    """The person and the kind; None for a link that is not ours, or whose account is closed."""
    try:
        key, kind = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    user = get_user_model().objects.filter(pk=key).first()
    return (user, Kind(kind)) if user and kind in Kind.values else None
