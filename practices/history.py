"""The versions of a sheet, and what changed from one to another, in the words of the form.

Wagtail's comparison classes write HTML for its admin, with rich text flattened and fields under the names of
the model; the town knows its own form, and its plain text with signs.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from wagtail.models import Revision

from practices.territories.models import Membership

from .answers import answers_of_step
from .interviews.signatory import BY_LINK
from .interviews.versions import written_by_link
from .models import ReviewTaskState
from .models.review import MODERATORS, Verdict
from .steps import STEPS

CONTACT = ("contact_email", "contact_phone", "contact_phone_public")  # read by the lead and the moderators
SHOWN = 100  # versions, the newest first
WORDS = re.compile(r"\s+|\w+|[^\w\s]")
HAPPENED = {
    Verdict.APPROVED: "publiée",
    Verdict.CHANGES: "modifications demandées",
    Verdict.REFUSED: "refusée",
    Verdict.WITHDRAWN: "retirée de la relecture",
}


@dataclass(frozen=True)
class Version:
    """One version; `happened` are (when, what) of its reviews, the oldest first."""

    key: int
    at: datetime
    who: str
    happened: tuple
    is_live: bool


@dataclass(frozen=True)
class Difference:
    """A field that changed; `pieces` are (what, text), what being "same", "added" or "removed"."""

    label: str
    pieces: list


def versions_of(practice) -> list[Version]:
    """The last versions, the newest first, in four queries; moderators have no name for the town."""
    revisions = Revision.page_revisions.filter(object_id=str(practice.pk)).select_related("user")
    revisions = revisions.defer("content").order_by("-created_at", "-pk")[:SHOWN]
    authors = _authors(practice)
    by_link = written_by_link(practice)
    happened = _happened(practice)
    return [
        Version(
            revision.pk,
            revision.created_at,
            BY_LINK if revision.pk in by_link else _name(revision.user, authors),
            tuple(sorted(happened.get(revision.pk, []))),
            revision.pk == practice.live_revision_id,
        )
        for revision in revisions
    ]


def differences(practice, before, after, *, hidden=()) -> list[Difference]:
    """What changed between two versions (their keys), field by field, in the order of the form.

    Nothing is told of the fields in `hidden`.
    """
    found = Revision.page_revisions.filter(object_id=str(practice.pk)).in_bulk([before, after])
    return differences_between(*(found[key].as_object() for key in (before, after)), hidden=hidden)


def differences_between(before, after, *, hidden=()) -> list[Difference]:
    """The same of two versions already read."""
    pairs = zip(_answers(before), _answers(after), strict=True)
    return [
        Difference(one.label, pieces(one.text, two.text))
        for one, two in pairs
        if one.text != two.text and one.name not in hidden
    ]


def pieces(before, after) -> list[tuple[str, str]]:
    """Two texts as one, with what was removed and what was added, by whole words."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    found = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(old[start:end])))
            continue
        if end > start:
            found.append(("removed", "".join(old[start:end])))
        if new_end > new_start:
            found.append(("added", "".join(new[new_start:new_end])))
    return found


def _authors(practice):
    """Those whose name the town reads: its people, also those who left before."""
    members = Membership.objects.for_territory(practice.lead_id)
    began = set() if hasattr(practice, "interview") else {practice.owner_id}
    return began | set(members.values_list("user", flat=True))


def _name(user, authors):
    return str(user) if user and user.pk in authors else MODERATORS


def _happened(practice):
    """By version, what its reviews did."""
    happened = {}
    for state in ReviewTaskState.objects.filter(workflow_state__object_id=str(practice.pk)):
        lines = happened.setdefault(state.revision_id, [])
        lines.append((state.started_at, "envoyée en relecture"))
        if state.verdict and state.finished_at:
            lines.append((state.finished_at, HAPPENED[state.verdict]))
    return happened


def _answers(practice):
    return [answer for step in STEPS for answer in answers_of_step(practice, step)]
