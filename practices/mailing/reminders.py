"""Reminders: one mail a day for a person at most, with all that is due; each thing is said once.

Apps give theirs by answering `reminders_asked`. A reminder that needs a mail of its own asks `claim` first.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from .choosing import wanting
from .composing import absolute, queue
from .links import stop_link
from .models import Kind, Told
from .signals import reminders_asked

# Since something waits: it is recalled after two weeks; a late job, or a first one, recalls nothing older.
REMINDED_AFTER, REMINDED_UNTIL = timedelta(days=14), timedelta(days=44)
SENDING_HOUR = 6  # local time: what is due before waits for the morning


@dataclass(frozen=True)
class Reminder:
    """One thing that waits for one person."""

    user: AbstractBaseUser
    key: str  # it is said once for each key, so a second reminder has another
    words: str  # a sentence, without its full stop
    todo: str  # what is done at the address, in a few words
    address: str


def recalled_now() -> tuple:
    """When what is recalled now began to wait, from and to."""
    now = timezone.now()
    return now - REMINDED_UNTIL, now - REMINDED_AFTER


def send_due() -> int:
    """Queue the mail of everyone for whom something is due; returns how many."""
    due = defaultdict(list)
    for _, reminders in reminders_asked.send(sender=Reminder):
        for reminder in reminders:
            due[reminder.user].append(reminder)
    return sum(_send(user, due[user]) for user in wanting(due, Kind.REMINDERS))


@transaction.atomic
def _send(user, reminders):
    """One transaction writes what is said and queues the mail: killed before its end nothing was done."""
    new = claim(user, [reminder.key for reminder in reminders])
    told = [reminder for reminder in reminders if reminder.key in new]
    if told:
        address = told[0].address if len(told) == 1 else absolute(reverse("practices:my_practices"))
        context = {"reminders": told, "address": address}
        stop = stop_link(user, Kind.REMINDERS)
        queue("mailing/reminders.txt", context, to=user.email, action=address, stop=stop)
    return bool(told)


@transaction.atomic
def claim(user, keys) -> set[str]:
    """Those of these keys to say to this person now, in a mail queued in the same transaction.

    None once a reminder left on this day; the others come on another. Two processes never get the same.
    """
    if not get_user_model().objects.select_for_update(no_key=True).filter(pk=user.pk):
        return set()  # the account was closed meanwhile
    told = Told.objects.filter(user=user)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if told.filter(told_at__gte=midnight).exists():
        return set()
    new = set(keys) - set(told.filter(key__in=keys).values_list("key", flat=True))
    Told.objects.bulk_create(Told(user=user, key=key) for key in sorted(new))
    return new
