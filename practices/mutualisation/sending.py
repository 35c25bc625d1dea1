"""The signed link, sent to a collectivity that nobody speaks for here yet."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from practices.mails import members_of

from . import mails, rules
from .models import Bearing

BETWEEN = timedelta(days=7)  # from one link to the next, for one collectivity and one sheet
NOT_THERE = "Cette collectivité a répondu, n’est plus nommée, ou répond depuis son espace."
YOUR_OWN = "Cette adresse est celle de votre collectivité. Donnez celle de la collectivité associée."


@transaction.atomic
def send_link(bearing, *, user, email) -> Bearing:
    """Send the link to this address, which the lead sees; the link of a former address is dead.

    Raises PermissionDenied, and ValidationError for a link too soon or an address of the lead itself.
    """
    bearing = Bearing.objects.select_for_update().get(pk=bearing.pk)
    if not rules.can_send_link(user, bearing):
        raise PermissionDenied(NOT_THERE)
    if refusal := refusal_of(bearing, email):
        raise ValidationError(refusal)
    bearing.email, bearing.link_sent_at = email, timezone.now()
    bearing.save(update_fields=["email", "link_sent_at"])
    mails.link_asked(bearing)
    return bearing


def forget_address(bearing) -> Bearing:
    """Keep no address; the link sent to it is dead."""
    bearing.email = ""
    bearing.save(update_fields=["email"])
    return bearing


def refusal_of(bearing, email) -> str:
    """Why no link may leave for this address now; "" when it may."""
    if is_too_soon(bearing):
        return (
            f"Un lien est parti le {timezone.localtime(bearing.link_sent_at):%d/%m/%Y} vers {bearing.email}. "
            f"Un autre peut partir à compter du {timezone.localtime(next_link(bearing)):%d/%m/%Y}."
        )
    practice = bearing.practice
    own = [practice.contact_email, *members_of(practice.lead_id).values_list("email", flat=True)]
    return YOUR_OWN if email.casefold() in {address.casefold() for address in own if address} else ""


def is_too_soon(bearing) -> bool:
    """Whether the last link left less than a week ago."""
    return bearing.link_sent_at is not None and next_link(bearing) > timezone.now()


def next_link(bearing):
    return bearing.link_sent_at + BETWEEN
