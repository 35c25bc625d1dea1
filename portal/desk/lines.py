"""One line of the desk: a sheet in review, as one moderator sees it."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from practices import rules
from practices.assignments.models import Assignment, Association
from practices.assignments.people import colleagues_of, moderators
from practices.conversations.models import Message
from practices.models import PracticePage
from practices.models.practice import UNTITLED
from practices.status import due_on
from search.duplicates.models import Likeness

LONG_TEXTS = [
    *(f"practice__{name}" for name in (*PracticePage.RICH_FIELDS, "plain_text")),
    "review__opinion__first_text",
    "review__opinion__second_text",
]


def with_line(places):
    """These places with all that their lines show, in two queries; the doubles come in the second."""
    places = places.select_related(
        "practice__lead",
        "practice__glance",
        "practice__look",
        "review__workflow_state__requested_by",
        "review__opinion__association",
        "association",
        "taken_by",
    ).defer(*LONG_TEXTS)
    return places.prefetch_related(Prefetch("practice__look__likenesses", Likeness.objects.with_other()))


def read_page(keys) -> list[Assignment]:
    """The places of these keys, in their order, with all that their lines show.

    Read apart from the search for the keys: a dozen tables joined for every sheet that waits, to keep fifty,
    took PostgreSQL minutes while it had not yet counted its rows.
    """
    found = with_line(Assignment.objects.with_past()).in_bulk(keys)
    return [found[key] for key in keys if key in found]


@dataclass(frozen=True)
class Line:
    place: Assignment
    has_stake: bool
    is_mine: bool
    is_free: bool  # held by nobody, or by who no longer moderates
    can_move: bool
    is_asked: bool  # an association of theirs, for its opinion
    message: Message | None  # of a collectivity, that nobody answered

    @property
    def practice(self):
        return self.place.practice

    @property
    def title(self):
        return self.practice.draft_title or UNTITLED

    @property
    def url(self):
        return reverse("desk_read", args=[self.practice.pk])

    @property
    def is_in_review(self):
        return self.place.review.finished_at is None

    @property
    def since(self):
        """When it came to the moderators; to the town, for one that they returned."""
        return self.place.review.started_at if self.is_in_review else self.place.review.finished_at

    @property
    def days(self):
        return (timezone.localdate() - timezone.localtime(self.since).date()).days

    @cached_property
    def due_on(self):
        return due_on(self.since) if self.is_in_review else None

    @property
    def is_late(self):
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def is_due_today(self):
        return self.due_on == timezone.localdate()

    @property
    def glance(self):
        return getattr(self.practice, "glance", None)

    @cached_property
    def likenesses(self):
        look = getattr(self.practice, "look", None)
        return list(look.likenesses.all()) if look else []

    @property
    def likeliest(self):
        return self.likenesses[0] if self.likenesses else None

    @property
    def other_likenesses(self):
        return len(self.likenesses[1:])

    @property
    def opinion(self):
        """The one that is waited for; none for who has a stake."""
        if self.has_stake or not self.is_in_review:
            return None
        opinion = getattr(self.place.review, "opinion", None)
        return opinion if opinion and opinion.given_at is None else None

    @property
    def can_advise(self):
        return self.is_asked and self.opinion is not None

    @property
    def can_decide(self):
        return not self.has_stake and self.is_in_review

    @property
    def can_take(self):
        return self.is_free and self.can_decide

    @property
    def can_release(self):
        return self.can_move and not self.is_free


def lines_for(user, places) -> list[Line]:
    """The lines of these places; the same few queries for one or many."""
    places = list(places)
    own = rules.stakes(user, [place.practice for place in places])
    active = set(moderators().values_list("pk", flat=True))
    colleagues = active if user.is_superuser else set(colleagues_of(user).values_list("pk", flat=True))
    messages = Message.objects.waiting_for_moderators([place.practice_id for place in places])
    theirs = set(Association.objects.of(user).values_list("pk", flat=True))
    lines = []
    for place in places:
        is_mine, is_free = place.taken_by_id == user.pk, place.taken_by_id not in active
        has_stake = place.practice_id in own
        moves = is_mine or (not has_stake and (is_free or place.taken_by_id in colleagues))
        opinion = getattr(place.review, "opinion", None)
        is_asked = opinion is not None and opinion.association_id in theirs
        message = None if has_stake else messages.get(place.practice_id)
        lines.append(Line(place, has_stake, is_mine, is_free, moves, is_asked, message))
    return lines
