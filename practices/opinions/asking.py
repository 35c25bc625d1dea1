"""Asking another association for its opinion, and giving it: each under the lock of the sheet's row.

An opinion decides nothing: whoever decides reads both, and the town gets the one message of the decision.
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from practices import rules
from practices.assignments.models import Association
from practices.drafts import locked
from practices.models import ReviewTaskState
from practices.review import DecisionConflict
from practices.status import latest_task_state, working_days_after

from . import mails
from .models import Opinion

ASKED, GIVEN = "opinions.ask", "opinions.give"


def may_be_asked(user):
    """The associations whose opinion this moderator may ask for: those that are not theirs."""
    return Association.objects.exclude(pk__in=Association.objects.of(user))


@transaction.atomic
def ask(practice, *, user, association, advice, text) -> Opinion:
    """Say what one thinks of the version in review, and ask another association; asked twice, it is once.

    Raises DecisionConflict, PermissionDenied, ValidationError.
    """
    practice, review = _opened(practice, user)
    asked = Opinion.objects.filter(review=review).first()
    if asked and asked.asked_by_id == user.pk:
        return asked
    if asked:
        raise ValidationError(f"{asked.asked_by or 'Une autre personne'} a déjà demandé un avis.")
    if association not in may_be_asked(user):
        raise ValidationError({"association": "Demandez l’avis d’une autre association que la vôtre."})
    due = working_days_after(timezone.localdate(), settings.OPINION_WORKING_DAYS)
    said = {"first_advice": advice, "first_text": text}
    opinion = Opinion.objects.create(
        review=review, association=association, asked_by=user, due_on=due, **said
    )
    log(instance=practice, action=ASKED, user=user, data={"association": association.pk})
    mails.asked(practice, opinion)
    return opinion


@transaction.atomic
def give(practice, *, user, advice, text) -> Opinion:
    """Answer for the association that was asked; given twice by the same person, the first counts.

    Raises DecisionConflict, PermissionDenied, ValidationError.
    """
    practice, review = _opened(practice, user)
    opinion = Opinion.objects.asked_of(user).filter(review=review).first()
    if opinion is None:
        raise PermissionDenied("L’avis de votre association n’est pas demandé sur cette version.")
    if opinion.given_at and opinion.given_by_id == user.pk:
        return opinion
    if opinion.given_at:
        raise ValidationError(f"{opinion.given_by or 'Une autre personne'} a déjà donné cet avis.")
    opinion.second_advice, opinion.second_text = advice, text
    opinion.given_by, opinion.given_at = user, timezone.now()
    opinion.save()
    log(instance=practice, action=GIVEN, user=user)
    mails.given(practice, opinion)
    return opinion


def _opened(practice, user):
    """The sheet, its row locked, and its review under way."""
    practice = locked(practice)
    review = practice.current_workflow_task_state
    if not isinstance(review, ReviewTaskState):
        raise DecisionConflict(latest_task_state(practice))
    if not rules.can_review(user, practice):
        raise PermissionDenied("Vous ne pouvez pas donner d’avis sur cette fiche.")
    return practice, review
