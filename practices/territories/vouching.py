"""What an e-mail domain, recorded by a moderator, says of the person who reads its mail.

Only a confirmed address counts: anybody can type another's.
"""

from allauth.account.models import EmailAddress
from django.db.models import Count, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from .models import EmailDomain, Membership, Territory
from .public_providers import is_public


def proposed_to(user):
    """The collectivities whose recorded domain is that of a confirmed address of this person."""
    domains = EmailDomain.objects.filter(domain__in=_domains(user))
    return Territory.objects.active().filter(pk__in=domains.values("territory"))


def is_vouched(user, territory) -> bool:
    """Whether a domain of the person belongs to this collectivity alone; one that is shared only proposes."""
    own = EmailDomain.objects.filter(domain__in=_domains(user), territory=territory).values("domain")
    shared = EmailDomain.objects.filter(domain__in=own).exclude(territory=territory).values("domain")
    return own.exclude(domain__in=shared).exists()


def with_use_count(domains):
    """These, each with how many people of its collectivity read their mail there, at a confirmed address."""
    at_domain = Membership.objects.confirmed().filter(
        Exists(
            EmailAddress.objects.filter(
                user=OuterRef("user"),
                verified=True,
                email__iendswith=Concat(Value("@"), OuterRef(OuterRef("domain"))),
            )
        ),
        territory=OuterRef("territory"),
    )
    counts = at_domain.order_by().values("territory").annotate(people=Count("user", distinct=True))
    return domains.annotate(use_count=Coalesce(Subquery(counts.values("people")), 0))


def _domains(user):
    addresses = EmailAddress.objects.filter(user_id=user.pk, verified=True).values_list("email", flat=True)
    domains = {address.rpartition("@")[2].lower() for address in addresses}
    return {domain for domain in domains if not is_public(domain)}
