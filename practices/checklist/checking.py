"""Ticking the criteria of a review: what one moderator ticks, the others see."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from practices import rules
from practices.audit.acts import Act
from practices.audit.recording import record
from practices.drafts import locked
from practices.review import DecisionConflict
from practices.status import latest_task_state

from .models import Check


@transaction.atomic
def check(practice, *, user, review, met, shown=()) -> None:
    """Keep which criteria (their keys) are met in a review (its key); the same again changes nothing.

    `shown` are those that were ticked when the form was made: of these only what the moderator unticked goes,
    so that nobody takes away what another ticked meanwhile. Raises PermissionDenied, DecisionConflict.
    """
    practice = locked(practice)
    current = practice.current_workflow_task_state
    if current is None or current.pk != review:
        raise DecisionConflict(latest_task_state(practice))
    if not rules.can_review(user, practice):
        raise PermissionDenied("Vous ne pouvez pas cocher les critères de cette fiche.")
    met, shown = set(met), set(shown)
    unticked, _ = Check.objects.filter(review=review, criterion__in=shown - met).delete()
    kept = set(Check.objects.filter(review=review).values_list("criterion", flat=True))
    ticked = Check.objects.bulk_create(
        Check(review_id=review, criterion_id=key, by=user) for key in sorted(met - shown - kept)
    )
    if ticked or unticked:
        record(Act.TICK_CRITERIA, practice, user=user)
