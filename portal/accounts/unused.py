"""Accounts that nobody uses: two warnings, then the end. Each run does what is due, once."""

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models.functions import Coalesce
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from practices.mailing.composing import absolute, queue

from .closing import close
from .keeping import LOGIN_LOG_DAYS, UNUSED_DAYS, WARNED_DAYS
from .models import NAMELESS, User


def close_unused():
    """Warn, and close after both warnings; the accounts of administrators are left to their colleagues."""
    for key in _unused_for(UNUSED_DAYS - WARNED_DAYS[0]).values_list("pk", flat=True):
        _step(key)


@transaction.atomic
def _step(key):
    """The next step of one account, if its time has come. A late job never skips or hurries a warning."""
    user = _unused_for(UNUSED_DAYS - WARNED_DAYS[0]).select_for_update().filter(pk=key).first()
    if user is None:
        return
    if user.warnings == 0:
        _warn(user)
    elif timezone.now() - user.warned_at < _pause_after(user.warnings):
        return
    elif user.warnings < len(WARNED_DAYS):
        _warn(user)
    else:
        close(user)


def _pause_after(warnings):
    marks = (*WARNED_DAYS, 0)
    return timedelta(days=marks[warnings - 1] - marks[warnings])


def _warn(user):
    """No reminder takes its place: it leaves on its day, else one a day would keep the account for ever."""
    user.warnings, user.warned_at = user.warnings + 1, timezone.now()
    user.save(update_fields=["warnings", "warned_at"])
    left = WARNED_DAYS[user.warnings - 1]
    address = absolute(reverse("account_login"))
    context = {"closes_on": user.warned_at + timedelta(days=left), "address": address}
    queue("account/mails/unused.txt", context, to=user.email, action=address)


def _unused_for(days):
    limit = timezone.now() - timedelta(days=days)
    used = Coalesce("last_login", "date_joined")
    people = User.objects.exclude(email=NAMELESS).filter(is_superuser=False)
    return people.alias(used_at=used).filter(used_at__lt=limit).order_by("pk")


@receiver(user_logged_in)
def forget_warnings(user, **kwargs):
    """Somebody is there: the count starts again."""
    User.objects.filter(pk=user.pk).exclude(warnings=0).update(warnings=0, warned_at=None)


def forget_logins():
    """Who tried to log in, and when, a year ago."""
    limit = timezone.now() - timedelta(days=LOGIN_LOG_DAYS)
    for journal in (AccessAttempt, AccessFailureLog, AccessLog):
        journal.objects.filter(attempt_time__lt=limit).delete()
