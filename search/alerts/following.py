"""Asking for an alert, confirming it, changing it, stopping it."""

from django.db import transaction
from django.utils import timezone

from practices import limits

from . import mails
from .models import SavedSearch, next_date

MOST_ALERTS = 20  # of one address
MAILS_A_DAY = 5  # that anybody can make leave for one address


class TooManyAlerts(Exception):
    """The address has MOST_ALERTS already."""


@transaction.atomic
def follow(query, label, frequency, *, email, user=None):
    """Saves a search. An account follows at once; another address is sent a link to confirm it.

    For an address without account nothing tells whether it follows anything: at most a mail leaves. Raises
    TooManyAlerts for an account.
    """
    if user:
        return _follow_by_account(query, label, frequency, user)
    email = email.lower()
    known = SavedSearch.objects.for_address(email)
    saved = known.filter(query=query).first()
    if not limits.take("alert-mail", email, limit=MAILS_A_DAY, window=limits.DAY):
        return saved
    if saved is None and known.count() < MOST_ALERTS:
        saved = _create(query, label, frequency, email=email, user=None)
    if saved is None or saved.confirmed_at:
        mails.manage(email)
    else:
        SavedSearch.objects.filter(pk=saved.pk).update(frequency=frequency)
        mails.confirmation(saved)
    return saved


def _follow_by_account(query, label, frequency, user):
    known = SavedSearch.objects.for_person(user)
    saved = known.filter(query=query).first()
    if saved is None:
        if known.count() >= MOST_ALERTS:
            raise TooManyAlerts
        saved = _create(query, label, frequency, user=user)
    confirm(saved)
    change(saved, frequency)
    return saved


def _create(query, label, frequency, **owner):
    due = next_date(frequency, timezone.now())
    defaults = {"label": label, "frequency": frequency, "next_due": due}
    return SavedSearch.objects.get_or_create(query=query, defaults=defaults, **owner)[0]


def confirm(saved):
    """The address wants it; harmless twice."""
    if not saved.confirmed_at:
        saved.confirmed_at = timezone.now()
        saved.save(update_fields=["confirmed_at"])


def change(saved, frequency):
    """From now on with this frequency."""
    if saved.frequency != frequency:
        saved.frequency, saved.next_due = frequency, next_date(frequency, timezone.now())
        saved.save(update_fields=["frequency", "next_due"])


@transaction.atomic
def send_way_in(email):
    """A mail with the link to the alerts of this address, if it has any."""
    email = email.lower()
    allowed = limits.take("alert-mail", email, limit=MAILS_A_DAY, window=limits.DAY)
    if allowed and SavedSearch.objects.for_address(email).confirmed().exists():
        mails.manage(email)
