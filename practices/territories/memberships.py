"""Asking to speak for a collectivity, and deciding who does."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from .choices import MembershipStatus
from .models import Membership
from .rules import can_decide_membership
from .signals import membership_asked, membership_decided


@transaction.atomic
def ask(territory, *, user, function=""):
    """Ask to speak for the collectivity, again after a refusal; what waits or is confirmed stays as it is."""
    membership, is_new = Membership.objects.select_for_update().get_or_create(
        user=user, territory=territory, defaults={"function": function}
    )
    if membership.status == MembershipStatus.REFUSED:
        membership.status, membership.function = MembershipStatus.PENDING, function
        membership.decided_by = membership.decided_at = None
        membership.save()
        is_new = True
    if is_new:
        membership_asked.send(sender=Membership, membership=membership)
    return membership


def confirm(membership, *, by):
    """Let the person speak for the collectivity; `by` None means the portal itself (e-mail domain known).

    Confirming twice changes nothing and tells nobody. Raises PermissionDenied.
    """
    return _decide(membership, MembershipStatus.CONFIRMED, by)


def refuse(membership, *, by):
    """Refuse, or take back, the right to speak for the collectivity. Raises PermissionDenied."""
    return _decide(membership, MembershipStatus.REFUSED, by)


@transaction.atomic
def _decide(membership, status, by):
    if by is not None and not can_decide_membership(by, membership):
        raise PermissionDenied("Vous ne pouvez pas décider de ce rattachement.")
    stored = Membership.objects.select_for_update().get(pk=membership.pk)
    changed = stored.status != status
    if changed:
        stored.status, stored.decided_by, stored.decided_at = status, by, timezone.now()
        stored.save(update_fields=["status", "decided_by", "decided_at"])
    for field in ("status", "decided_by", "decided_at"):
        setattr(membership, field, getattr(stored, field))
    if changed:
        membership_decided.send(sender=Membership, membership=membership, by=by)
    return membership
