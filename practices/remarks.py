"""The moderators' remarks on the fields of a sheet: Wagtail's comments, read and answered by the town.

Wagtail keeps them beside the versions, and hides those that are resolved. The moderators' own notes are
another thing (`conversations`), and never come here.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Comment, CommentReply

from practices.territories.models import Membership

from . import rules
from .answers import LABELS_OF_FILES
from .drafts import locked
from .models.review import MODERATORS
from .steps import STEPS

LONGEST = 4000  # characters
BEFORE_PUBLICATION = models.Q(created_at__lt=models.F("page__last_published_at"))


@dataclass(frozen=True)
class Said:
    who: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Remark:
    """One remark, and what was answered; `field` is the name of a field of the sheet."""

    key: int
    field: str
    said: tuple
    resolved_at: datetime | None = None

    @property
    def anchor(self):
        return f"remarque-{self.key}"


@dataclass(frozen=True)
class Remarks:
    """Those of one sheet, the oldest first."""

    all: list

    def on(self, name):
        return [remark for remark in self.all if remark.field == name]

    def elsewhere(self, names):
        """(remark, step): those that are about none of these fields, with the step to go to, or None."""
        return [(remark, _step_of(remark.field)) for remark in self.all if remark.field not in names]


def remarks_of(practice) -> Remarks:
    """What waits for the town, in three queries whatever the number."""
    return Remarks(_read(practice, _waiting([practice])))


def places_of(practice) -> list[tuple[Remark, str | None, str]]:
    """What waits for the town, each with the address of its field and the label; None, "" for the whole."""
    return [
        (remark, step and f"{step.url(practice)}#champ-{remark.field}", label_of(remark.field) or "")
        for remark, step in remarks_of(practice).elsewhere(())
    ]


def resolved_remarks_of(practice) -> list[Remark]:
    """What waits no more: the town dealt with it, or the sheet was published since; in three queries too."""
    settled = models.Q(resolved_at__isnull=False) | BEFORE_PUBLICATION
    return _read(practice, Comment.objects.filter(settled, page=practice.pk))


def _read(practice, comments):
    comments = (
        comments.select_related("user")
        .order_by("created_at", "pk")
        .prefetch_related(
            models.Prefetch(
                "replies", CommentReply.objects.select_related("user").order_by("created_at", "pk")
            )
        )
    )
    members = Membership.objects.confirmed().for_territory(practice.lead_id)
    ours = set(members.values_list("user", flat=True))
    return [_remark(comment, ours) for comment in comments]


def count_remarks(practices) -> dict[int, int]:
    """By sheet, how many wait; one query."""
    counted = _waiting(practices).values("page").annotate(number=models.Count("pk")).order_by()
    return dict(counted.values_list("page", "number"))


@transaction.atomic
def answer(practice, *, user, remark, text) -> CommentReply:
    """Reply to a remark (its key) that nobody resolved. Raises PermissionDenied, Comment.DoesNotExist."""
    comment = _locked_comment(practice, user, remark)
    known = comment.replies.filter(user=user, text=text).first()  # the same form sent again
    return known or CommentReply.objects.create(comment=comment, user=user, text=text)


@transaction.atomic
def resolve(practice, *, user, remark) -> Comment:
    """Say that a remark is dealt with. Raises PermissionDenied, Comment.DoesNotExist."""
    comment = _locked_comment(practice, user, remark)
    comment.resolved_at, comment.resolved_by = timezone.now(), user
    Comment.objects.filter(pk=comment.pk).update(resolved_at=comment.resolved_at, resolved_by=user)
    comment.log_resolve(user=user)
    return comment


def _locked_comment(practice, user, key):
    practice = locked(practice)
    if not rules.is_member(user, practice.lead_id):
        raise PermissionDenied("Vous ne prenez pas part à cette relecture.")
    return _unresolved([practice]).get(pk=key)


def _waiting(practices):
    """What was said before the sheet was published did not stand in the way, and waits no more."""
    return _unresolved(practices).exclude(BEFORE_PUBLICATION)


def _unresolved(practices):
    return Comment.objects.filter(page__in=[practice.pk for practice in practices], resolved_at=None)


def _remark(comment, ours):
    said = [_said(one, ours) for one in (comment, *comment.replies.all())]
    return Remark(comment.pk, comment.contentpath.partition(".")[0], tuple(said), comment.resolved_at)


def _said(one, ours):
    """A moderator has no name for a town; a colleague has, and nobody knows whose account was closed."""
    is_named = one.user_id in ours or one.user.is_nameless
    return Said(str(one.user) if is_named else MODERATORS, one.created_at, one.text)


def label_of(name):
    """A field in the words of the town's form; None for what is only in the admin."""
    step = _step_of(name)
    if step is None or not step.form:
        return LABELS_OF_FILES.get(name)
    rows = step.form.ROWS.get(name)
    return rows.label if rows else step.form.base_fields[name].label


def _step_of(name):
    return next((step for step in STEPS if name in step.content_names()), None)
