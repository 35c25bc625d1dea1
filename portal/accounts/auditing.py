"""What the audit tells of the accounts that enter the admin: their sign-ins, and what proves who they are.

No address of the network stands there: the log of logins has it. Of towns nothing is told here.
"""

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from practices import limits
from practices.audit.acts import Act
from practices.audit.recording import record

from .models import User
from .second_factor import FACTORS, enters_admin


@receiver(user_logged_in)
def keep_sign_in(user, **kwargs):
    _keep(Act.SIGN_IN, user, by=user)


@receiver(authentication_failed)
def keep_failed_factor(user, **kwargs):
    """Who typed the code is not known: ten an hour at most, since no more are read."""
    _keep(Act.FAIL_FACTOR, user, by=None)


@receiver(post_save, sender=Authenticator)
def keep_factor_added(instance, created, raw, **kwargs):
    """On the row itself: allauth's signal is sent after the transaction, and by pages alone."""
    if created and not raw:
        _keep(Act.ADD_FACTOR if instance.type in FACTORS else Act.MAKE_CODES, instance.user, by=_who())


@receiver(post_delete, sender=Authenticator)
def keep_factor_removed(instance, origin, **kwargs):
    """Also from a shell, for somebody who lost theirs; not with an account that is closed."""
    is_asked = getattr(origin, "model", type(origin)) is Authenticator
    if is_asked and instance.type in FACTORS:
        _keep(Act.REMOVE_FACTOR, instance.user, by=_who())


@receiver([password_changed, password_set, password_reset])
def keep_password_changed(user, **kwargs):
    _keep(Act.CHANGE_PASSWORD, user, by=_who())


@receiver(user_locked_out)
def keep_password_lock(username, **kwargs):
    """One logs in by the address of the account, or by another that was confirmed."""
    named = Q(email__iexact=username) | Q(emailaddress__email__iexact=username, emailaddress__verified=True)
    for user in User.objects.filter(named).distinct():
        keep_lock_out(user)


@transaction.atomic
def keep_lock_out(user):
    """Once an hour at most: whoever goes on trying does not fill the audit."""
    if enters_admin(user) and limits.take("lock-out", user.pk, limit=1, window=limits.HOUR):
        _keep(Act.LOCK_OUT, user, by=None)


def _keep(act, person, *, by):
    if enters_admin(person):
        record(act, person, user=by, person=person)


def _who():
    """Whose request this is; nobody's outside of one."""
    return context.request and getattr(context.request, "user", None)
