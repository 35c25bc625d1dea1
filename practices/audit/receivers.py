"""What tells the audit of acts outside this area's own functions: Wagtail's log, and the collectivities."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import ModelLogEntry, PageLogEntry

from practices.territories.choices import MembershipStatus
from practices.territories.signals import (
    membership_asked,
    membership_decided,
    referent_named,
    submitting_chosen,
)

from .acts import Act
from .recording import record, take_over

DECISIONS = {
    MembershipStatus.CONFIRMED: Act.CONFIRM_MEMBERSHIP,
    MembershipStatus.REFUSED: Act.REFUSE_MEMBERSHIP,
    MembershipStatus.ENDED: Act.END_MEMBERSHIP,
}


@receiver(post_save, sender=PageLogEntry)
@receiver(post_save, sender=ModelLogEntry)
def keep_act(instance, created, **kwargs):
    if created:
        take_over([instance])


@receiver(membership_asked)
def keep_membership_asked(membership, **kwargs):
    record(Act.ASK_MEMBERSHIP, membership, user=membership.user, person=membership.user)


@receiver(membership_decided)
def keep_membership_decided(membership, by, **kwargs):
    record(DECISIONS[membership.status], membership, user=by, person=membership.user)


@receiver(referent_named)
def keep_referent_named(membership, by, **kwargs):
    record(Act.NAME_REFERENT, membership, user=by, person=membership.user)


@receiver(submitting_chosen)
def keep_submitting_chosen(territory, by, **kwargs):
    record(Act.CHOOSE_WHO_SUBMITS, territory, user=by)
