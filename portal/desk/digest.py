"""The mail of the morning to each moderator: what is theirs, asked of them, late; nothing when nothing is."""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from practices import rules
from practices.assignments.models import Assignment
from practices.assignments.people import moderators
from practices.mailing.choosing import wanting
from practices.mailing.composing import absolute, queue
from practices.mailing.links import stop_link
from practices.mailing.models import Kind, Told
from practices.mailing.reminders import claim
from practices.models.practice import UNTITLED
from practices.opinions.models import Opinion
from practices.status import due_on, overdue_before

from .queues import BY_NAME, LATE, Moderator

LAST_HOUR = 12  # local time: a worker that starts later leaves the day's digest out
KEY = "digest:"
NAMED = 10  # sheets named in one part of the mail; the others are counted


@dataclass(frozen=True)
class Part:
    label: str
    wanted: str  # what is to be done before the day
    sheets: list  # (title, collectivity, day, whether the day is over, address)
    others: int  # how many more than those named


def send_digests() -> int:
    """Queue the digest of each moderator for whom something waits; returns how many. A day has one."""
    return sum(_send(user) for user in wanting(moderators(), Kind.DIGEST))


@transaction.atomic
def _send(user):
    """One transaction claims the day and queues the mail: killed before its end nothing was done."""
    late, theirs, ours = _waiting_for(user)
    opinions = _opinions_asked_of(user)
    count = len(late) + len(theirs) + len(ours)
    key = f"{KEY}{timezone.localdate()}"
    if not (count or opinions) or not claim(user, [key]):
        return False
    Told.objects.filter(user=user, key__startswith=KEY).exclude(key=key).delete()
    address = absolute(reverse("desk"))
    parts = [
        _part("En retard", late),
        _part("À vous", theirs),
        _opinions_part(opinions),
        _part("À votre association", ours),
    ]
    context = {
        "count": count,
        "opinions": len(opinions),
        "late": len(late) + sum(opinion.is_late for opinion in opinions),
        "parts": [part for part in parts if part.sheets],
    }
    stop = stop_link(user, Kind.DIGEST)
    queue("desk/digest.txt", context | {"address": address}, to=user.email, action=address, stop=stop)
    return True


def _waiting_for(user):
    """Three lists of places, the oldest first: late, theirs, of their association. Each sheet is in one.

    What nobody has and no rule sends is not theirs, until it is late. Never what they may not decide on.
    """
    moderator = Moderator.of(user)
    theirs, ours = (BY_NAME[name].where(moderator) for name in ("a-moi", "a-mon-association"))
    wanted = theirs | ours
    if moderator.associations:
        wanted |= BY_NAME["a-personne"].where(moderator) & BY_NAME[LATE].where(moderator)
    places = Assignment.objects.filter(wanted).select_related("practice__lead", "review")
    places = list(places.order_by("review__started_at", "pk"))
    own = rules.stakes(user, [place.practice for place in places]) if places else set()
    overdue = overdue_before(timezone.localdate())
    lists = late, mine, others = [], [], []
    for place in places:
        if place.practice_id not in own:
            is_mine = place.taken_by_id == user.pk
            fitting = late if place.review.started_at < overdue else mine if is_mine else others
            fitting.append(place)
    return lists


def _opinions_asked_of(user):
    """Those that their association has not given, the most urgent first; never on what is their own."""
    asked = Opinion.objects.waiting().asked_of(user).exclude(review__assignment=None)
    opinions = list(asked.select_related("review__assignment__practice__lead"))
    own = rules.stakes(user, [_sheet_of(opinion) for opinion in opinions]) if opinions else set()
    return [opinion for opinion in opinions if _sheet_of(opinion).pk not in own]


def _sheet_of(opinion):
    return opinion.review.assignment.practice


def _part(label, places):
    sheets = [_named(place.practice, due_on(place.review.started_at)) for place in places[:NAMED]]
    return Part(label, "à décider", sheets, len(places) - len(sheets))


def _opinions_part(opinions):
    sheets = [_named(_sheet_of(one), one.due_on, is_late=one.is_late) for one in opinions[:NAMED]]
    return Part("Avis demandés", "avis à donner", sheets, len(opinions) - len(sheets))


def _named(practice, due, *, is_late=False):
    """`is_late` where the part itself does not say it."""
    lead = practice.lead.label if practice.lead else ""
    address = absolute(reverse("desk_read", args=[practice.pk]))
    return practice.draft_title or UNTITLED, lead, due, is_late, address
