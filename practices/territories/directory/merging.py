"""A territory becomes part of another: communes that join, groups that are absorbed, doubles."""

from django.db import transaction

from ..choices import MembershipStatus
from ..models import Territory, TerritoryAlias
from ..signals import territory_merged

STRENGTH = (
    MembershipStatus.REFUSED,
    MembershipStatus.ENDED,
    MembershipStatus.PENDING,
    MembershipStatus.CONFIRMED,
)
DECISION = ("status", "role", "function", "decided_by", "decided_at")


@transaction.atomic
def merge(old, *, into):
    """Make `old` inactive with `into` as successor, move its aliases, domains and memberships, and tell.

    A person who belongs to both keeps one membership, the stronger: confirmed, pending, ended, refused.
    """
    if old.pk == into.pk:
        raise ValueError("A territory cannot be merged into itself.")
    old.aliases.update(territory=into)
    former_code = old.code if old.in_directory else old.siren
    TerritoryAlias.objects.update_or_create(code=former_code, name=old.name, defaults={"territory": into})
    for membership in old.memberships.all():
        _move(membership, into)
    known = list(into.email_domains.values_list("domain", flat=True))
    old.email_domains.exclude(domain__in=known).update(territory=into)
    old.email_domains.all().delete()
    Territory.objects.filter(epci=old).update(epci=into)
    Territory.objects.filter(ept=old).update(ept=into)
    Territory.objects.filter(successor=old).update(successor=into)
    old.is_active, old.successor = False, into
    Territory.objects.filter(pk=old.pk).update(is_active=False, successor=into)
    territory_merged.send(sender=Territory, old=old, new=into)
    return into


def _move(membership, into):
    twin = into.memberships.filter(user=membership.user_id).first()
    if twin is None:
        membership.territory = into
        membership.save(update_fields=["territory"])
        return
    if STRENGTH.index(membership.status) > STRENGTH.index(twin.status):
        for name in DECISION:
            setattr(twin, name, getattr(membership, name))
        twin.save(update_fields=DECISION)
    membership.delete()
