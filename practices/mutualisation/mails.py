"""The mails about collectivities that bear a sheet with its lead; none about an example."""

from collections import defaultdict

from django.urls import reverse

from practices.mailing.composing import absolute, queue
from practices.mails import members_of, send, title_of
from practices.territories.models import Membership

from .links import token_of

LINK = "practices/mails/bearing_link.txt"


def asked(bearings):
    """To the people of each collectivity that a sheet has just named."""
    bearings = [bearing for bearing in bearings if not bearing.practice.is_example]
    people = people_of([bearing.territory_id for bearing in bearings])
    for bearing in bearings:
        address = absolute(reverse("practices:bearing", args=[bearing.pk]))
        _send("bearing_asked", people[bearing.territory_id], bearing, address)


def link_asked(bearing):
    """To the address given for a collectivity: the link by which it answers without an account."""
    address = absolute(reverse("practices:bearing_link", args=[token_of(bearing)]))
    queue(LINK, _context(bearing) | {"address": address}, to=bearing.email, action=address)


def answered(bearing):
    """To the people of the lead: what a collectivity says."""
    if bearing.practice.is_example:
        return
    address = absolute(reverse("practices:co_bearers", args=[bearing.practice_id]))
    _send("bearing_answered", members_of(bearing.practice.lead_id), bearing, address)


def people_of(territories) -> dict:
    """The active members of each, in one query."""
    memberships = Membership.objects.confirmed().filter(territory__in=territories, user__is_active=True)
    people = defaultdict(list)
    for membership in memberships.select_related("user").order_by("pk"):
        people[membership.territory_id].append(membership.user)
    return people


def _send(name, users, bearing, address):
    send(name, users, **_context(bearing), address=address)


def _context(bearing):
    practice = bearing.practice
    title = title_of(practice)
    return {"bearing": bearing, "territory": bearing.territory, "lead": practice.lead, "title": title}
