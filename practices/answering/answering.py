"""Asking a town for changes, or refusing, with remarks on the fields: all together or nothing."""

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Comment

from practices.audit.acts import Act
from practices.audit.recording import record
from practices.drafts import locked
from practices.models import ReviewTaskState
from practices.models.review import Verdict
from practices.review import decide

from .models import TextUse

SEE_REMARKS = "Nous vous demandons quelques précisions, champ par champ."


@transaction.atomic
def answer(practice, *, user, verdict, message="", remarks=(), texts=(), version=None) -> ReviewTaskState:
    """Decide (see `review.decide`, and what it raises), with `remarks`: (field, text), on the version judged.

    `texts` are the reusable texts that the moderator started from. Remarks are for changes only.
    """
    practice = locked(practice)
    if remarks and verdict != Verdict.CHANGES:
        raise ValidationError(
            "Une fiche refusée n’attend plus de correction\u00a0: dites tout dans le message."
        )
    for field, text in remarks:
        remark = Comment.objects.create(
            page=practice,
            user=user,
            contentpath=field,
            text=text,
            revision_created=practice.latest_revision,
        )
        record(Act.REMARK, remark, user=user, practice=practice)
    reason = message or (SEE_REMARKS if remarks else "")
    state = decide(practice, user=user, verdict=verdict, reason=reason, version=version)
    TextUse.objects.bulk_create([TextUse(text=text, review=state) for text in texts])
    return state
