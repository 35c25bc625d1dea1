"""The reviews as they went: sent, answered, decided, and by which association. Of no person."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.utils import timezone
from wagtail.models import WorkflowState

from practices.conversations.models import Message
from practices.models import ReviewTaskState
from practices.models.review import Verdict
from practices.status import working_days_between

from .associations import OTHERS

ANSWERS = {Verdict.APPROVED, Verdict.CHANGES, Verdict.REFUSED}
DECISIONS = {Verdict.APPROVED, Verdict.REFUSED}


@dataclass(frozen=True)
class Step:
    """Something that an association did in a review: on which day, after how many working days."""

    on: date
    days: int
    by: str


@dataclass(frozen=True)
class Review:
    """From the first sending of a version to the decision, the corrections of the town included."""

    sent_on: date
    is_waiting: bool  # for the moderators
    answer: Step | None  # the first message, or the first verdict
    decision: Step | None
    verdicts: tuple[tuple[Verdict, Step], ...]


def all_reviews(names) -> list[Review]:
    """Every review since the beginning, in two queries; `names` are the associations of the moderators."""
    rows = ReviewTaskState.objects.order_by("workflow_state", "started_at", "pk").values_list(
        "workflow_state",
        "workflow_state__status",
        "workflow_state__object_id",
        "started_at",
        "finished_at",
        "verdict",
        "finished_by",
    )
    messages = _messages()
    return [_review(list(states), messages, names) for _, states in groupby(rows, key=itemgetter(0))]


def _messages():
    """What the moderators wrote to towns, by sheet as Wagtail's workflow names it, the oldest first."""
    messages = defaultdict(list)
    shared = Message.objects.shared().filter(territory=None).order_by("sent_at", "pk")
    for practice, sent_at, author in shared.values_list("practice", "sent_at", "author"):
        messages[str(practice)].append((sent_at, author))
    return messages


def _review(states, messages, names):
    _, status, practice, sent_at, *_ = states[0]
    sent_on = _day(sent_at)
    ended = [(at, Verdict(verdict), by) for *_, at, verdict, by in states if at and verdict]
    steps = [(verdict, _step(sent_on, at, names.get(by, OTHERS))) for at, verdict, by in ended]
    replies = [(at, by) for at, verdict, by in ended if verdict in ANSWERS]
    until = replies[0][0] if replies else _end(status, states)
    replies = _first_message(messages[practice], sent_at, until) or replies[:1]
    return Review(
        sent_on=sent_on,
        is_waiting=status == WorkflowState.STATUS_IN_PROGRESS,
        answer=next((_step(sent_on, at, names.get(by, OTHERS)) for at, by in replies), None),
        decision=next((step for verdict, step in steps if verdict in DECISIONS), None),
        verdicts=tuple(steps),
    )


def _end(status, states):
    """When a review without an answer ended; None when it is under way."""
    if status != WorkflowState.STATUS_CANCELLED:
        return None
    return max((at for *_, at, _, _ in states if at), default=None)


def _first_message(messages, start, until):
    """The first from a moment on, in a list; none when it came after another one."""
    place = bisect_left(messages, start, key=itemgetter(0))
    return [one for one in messages[place : place + 1] if until is None or one[0] < until]


def _step(sent_on, at, by):
    day = _day(at)
    return Step(day, working_days_between(sent_on, day), by)


def _day(moment):
    return timezone.localtime(moment).date()
