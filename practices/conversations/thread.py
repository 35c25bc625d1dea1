"""The story of a sheet's review in one list: what was sent, decided and written, the oldest first."""

from dataclasses import dataclass
from datetime import datetime

from practices.models import ReviewTaskState
from practices.models.review import MODERATORS, Verdict

from .models import Message

HAPPENED = {
    Verdict.APPROVED: "publication de la fiche",
    Verdict.CHANGES: "demande de modifications",
    Verdict.REFUSED: "refus de la fiche",
    Verdict.WITHDRAWN: "a retiré la fiche de la relecture",
}


@dataclass(frozen=True)
class Entry:
    """One line: who, when, what happened (empty for a message), and the words."""

    at: datetime
    who: str
    happened: str = ""
    text: str = ""
    is_note: bool = False
    is_from_moderators: bool = False


def thread_of(practice, *, for_moderators) -> list[Entry]:
    """All that one side may read, in three queries; the notes and the names of moderators only for them."""
    messages = Message.objects.for_practice(practice).select_related("author", "territory")
    if not for_moderators:
        messages = messages.shared()
    entries = [_of_message(message, for_moderators) for message in messages]
    for state in _reviews(practice):
        entries.extend(_of_review(state, practice, for_moderators))
    return sorted(entries, key=lambda entry: entry.at)


def _reviews(practice):
    states = ReviewTaskState.objects.filter(workflow_state__object_id=str(practice.pk))
    return states.select_related("workflow_state__requested_by", "finished_by")


def _of_message(message, for_moderators):
    if message.is_from_moderators:
        who = _moderator(message.author, for_moderators)
    else:
        who = f"{message.author}, {message.territory.label}" if message.author else message.territory.label
    return Entry(
        message.sent_at,
        who,
        text=message.text,
        is_note=message.is_note,
        is_from_moderators=message.is_from_moderators,
    )


def _of_review(state, practice, for_moderators):
    sender = state.workflow_state.requested_by
    yield Entry(state.started_at, str(sender or practice.lead.label), "a envoyé la fiche en relecture")
    if state.verdict and state.finished_at:
        withdrawn = state.verdict == Verdict.WITHDRAWN
        who = (
            str(state.finished_by or sender or "")
            if withdrawn
            else _moderator(state.finished_by, for_moderators)
        )
        yield Entry(
            state.finished_at, who, HAPPENED[state.verdict], state.comment, is_from_moderators=not withdrawn
        )


def _moderator(user, for_moderators):
    return f"{user}, {MODERATORS.lower()}" if for_moderators and user else MODERATORS
