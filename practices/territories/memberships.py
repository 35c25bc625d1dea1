"""Asking to speak for a collectivity, deciding who does, and leaving.

The first person confirmed is its referent. When the last referent goes, the oldest colleague takes over: a
collectivity with people is never without somebody to accept the next. Its sheets stay whoever goes.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from .choices import MembershipRole, MembershipStatus
from .models import Membership, Territory
from .rules import can_decide_membership, can_end_membership, is_referent
from .signals import (
    last_referent_left,
    membership_asked,
    membership_decided,
    referent_named,
    submitting_chosen,
)
from .vouching import is_vouched

GONE = (MembershipStatus.REFUSED, MembershipStatus.ENDED)
REFUSAL = "Vous ne pouvez pas décider de ce rattachement."


@transaction.atomic
def ask(territory, *, user, function=""):
    """Ask to speak for the collectivity, again after a refusal; what waits or is confirmed stays as it is.

    The recorded domain of a confirmed address is answer enough, the first time: whoever was refused or has
    left is let in by a person.
    """
    membership, is_new = Membership.objects.select_for_update().get_or_create(
        user=user, territory=territory, defaults={"function": function}
    )
    if is_new and is_vouched(user, territory):
        return confirm(membership, by=None)
    if membership.status in GONE:
        membership.status, membership.function = MembershipStatus.PENDING, function
        membership.role, membership.created_at = MembershipRole.CONTRIBUTOR, timezone.now()
        membership.decided_by = None  # the date of the decision stays: it tells a first request from a later
        membership.save()
        is_new = True
    if is_new:
        membership_asked.send(sender=Membership, membership=membership)
    return membership


def vouch(waiting):
    """Let in whom a recorded domain vouches for by now, of these requests, as at the first one.

    Those who were refused, or have left, wait for a person still.
    """
    for membership in waiting.pending().filter(decided_at=None, user__is_active=True):
        _vouch(membership)


def confirm(membership, *, by):
    """Let the person speak for the collectivity; `by` None means the portal itself (e-mail domain known).

    Confirming twice changes nothing and tells nobody. Raises PermissionDenied.
    """
    _check(by is None or can_decide_membership(by, membership))
    return _decide(membership, MembershipStatus.CONFIRMED, by)


def refuse(membership, *, by):
    """Refuse, or take back, the right to speak for the collectivity. Raises PermissionDenied."""
    _check(can_decide_membership(by, membership))
    return _decide(membership, MembershipStatus.REFUSED, by)


def end(membership, *, by):
    """Let somebody go, or leave: what they wrote stays with the collectivity. Raises PermissionDenied."""
    _check(can_end_membership(by, membership))
    return _decide(membership, MembershipStatus.ENDED, by)


def leave(membership):
    """The portal ends it as the account closes, in the person's name: one that was deactivated leaves too."""
    return _decide(membership, MembershipStatus.ENDED, membership.user)


@transaction.atomic
def name_referent(membership, *, by):
    """Make a colleague a referent as well; a second time changes nothing. Raises PermissionDenied."""
    stored = _locked(membership)
    _check(stored.is_confirmed and can_decide_membership(by, stored))
    if not stored.is_referent:
        _make_referent(stored)
        referent_named.send(sender=Membership, membership=stored, by=by)
    membership.role = stored.role
    return membership


@transaction.atomic
def let_referents_submit(territory, *, only, by):
    """Choose whether referents alone send the sheets to the moderators. Raises PermissionDenied."""
    _check(is_referent(by, territory.pk))
    territory.referents_submit = only
    Territory.objects.filter(pk=territory.pk).update(referents_submit=only)
    submitting_chosen.send(sender=Territory, territory=territory, by=by)
    return territory


@transaction.atomic
def _vouch(membership):
    stored = _locked(membership)
    if stored.is_pending and stored.decided_at is None and is_vouched(stored.user, stored.territory):
        confirm(stored, by=None)


def _check(allowed):
    if not allowed:
        raise PermissionDenied(REFUSAL)


def _locked(membership):
    """The stored row; decisions on one collectivity wait for each other, so that one of two is the last."""
    Territory.objects.select_for_update().get(pk=membership.territory_id)
    return Membership.objects.select_for_update().get(pk=membership.pk)


@transaction.atomic
def _decide(membership, status, by):
    stored = _locked(membership)
    was_referent, changed = stored.is_referent, stored.status != status
    if changed:
        stored.status, stored.decided_by, stored.decided_at = status, by, timezone.now()
        stored.role = _role_of_the_newly(stored)
        stored.save(update_fields=["status", "role", "decided_by", "decided_at"])
    for field in ("status", "role", "decided_by", "decided_at"):
        setattr(membership, field, getattr(stored, field))
    if changed:
        membership_decided.send(sender=Membership, membership=membership, by=by)
    if changed and was_referent:
        _keep_a_referent(membership.territory)
    return membership


def _role_of_the_newly(stored):
    if stored.is_confirmed:
        return Membership.objects.with_referents().get(pk=stored.pk).role_to_be
    return MembershipRole.CONTRIBUTOR


def _keep_a_referent(territory):
    colleagues = Membership.objects.confirmed().for_territory(territory).filter(user__is_active=True)
    if colleagues.referents().exists():
        return
    successor = colleagues.order_by("decided_at", "pk").first()
    if successor:
        _make_referent(successor)
        referent_named.send(sender=Membership, membership=successor, by=None)
    last_referent_left.send(sender=Membership, territory=territory, successor=successor)


def _make_referent(membership):
    membership.role = MembershipRole.REFERENT
    membership.save(update_fields=["role"])
