"""Taking a sheet in review, giving it to another, leaving it: each under the lock of the sheet's row."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from practices import mails, rules
from practices.drafts import locked
from practices.moments import day_and_hour
from practices.review import DecisionConflict
from practices.status import latest_task_state

from .models import Assignment, Association
from .rules import can_hold, can_move
from .sending import association_for, proposed_lead

TOOK, GAVE, LEFT = "assignments.take", "assignments.hand_over", "assignments.release"
NOT_YOURS = (
    "Vous ne pouvez pas prendre cette fiche\u00a0: elle concerne votre collectivité, ou vous l’avez écrite."
)


class AlreadyTaken(PermissionDenied):
    """Somebody else holds it; `assignment` says who and since when, `str()` in words."""

    def __init__(self, assignment):
        self.assignment = assignment
        super().__init__(f"{assignment.taken_by} a pris cette fiche le {day_and_hour(assignment.taken_at)}.")


@dataclass(frozen=True)
class Taken:
    """What a bulk take did: the sheets taken, and (sheet, sentence) for each of the others."""

    taken: list
    refused: list


@transaction.atomic
def take(practice, *, user) -> Assignment:
    """Hold the sheet; taking twice changes nothing.

    Raises AlreadyTaken, DecisionConflict, PermissionDenied.
    """
    practice, assignment = _opened(practice)
    if assignment.taken_by_id == user.pk:
        return assignment
    if not can_hold(user, practice):
        raise PermissionDenied(NOT_YOURS)
    if assignment.taken_by and rules.is_moderator(assignment.taken_by):
        raise AlreadyTaken(assignment)
    log(instance=practice, action=TOOK, user=user)
    return _hold(assignment, user)


def take_all(practices, *, user) -> Taken:
    """Take each of these sheets, one after the other; one that is refused holds up no other."""
    result = Taken([], [])
    for practice in practices:
        try:
            take(practice, user=user)
        except PermissionDenied as refusal:
            result.refused.append((practice, str(refusal)))
        else:
            result.taken.append(practice)
    return result


@transaction.atomic
def hand_over(practice, *, user, to, seen=None) -> Assignment:
    """Give the sheet to another moderator, of either association.

    `seen` is the key of who held it for the one who gives it, or None for nobody.
    Raises AlreadyTaken when somebody else took it since, DecisionConflict, PermissionDenied.
    """
    practice, assignment = _opened(practice)
    if assignment.taken_by_id == to.pk:
        return assignment
    if assignment.taken_by and assignment.taken_by_id != seen:
        raise AlreadyTaken(assignment)
    if rules.has_stake(user, practice) or not can_move(user, assignment):
        raise PermissionDenied("Vous ne pouvez pas confier cette fiche.")
    if not can_hold(to, practice):
        raise PermissionDenied(f"{to} ne peut pas relire cette fiche\u00a0: choisissez une autre personne.")
    log(instance=practice, action=GAVE, user=user, data={"to": to.pk})
    if to != user:
        mails.handed_over(practice, by=user, to=to)
    return _hold(assignment, to)


@transaction.atomic
def release(practice, *, user) -> Assignment:
    """Leave the sheet to those whom the rules send it to; leaving twice changes nothing.

    Raises DecisionConflict, PermissionDenied.
    """
    practice, assignment = _opened(practice)
    if assignment.taken_by is None:
        return assignment
    of_another = assignment.taken_by_id != user.pk
    if not can_move(user, assignment) or (of_another and rules.has_stake(user, practice)):
        raise AlreadyTaken(assignment)
    log(instance=practice, action=LEFT, user=user)
    assignment.taken_by = assignment.taken_at = None
    assignment.association = association_for(proposed_lead(practice, assignment.review))
    assignment.save()
    return assignment


def _opened(practice):
    """The sheet, its row locked, and its place on the desk while its review goes on."""
    practice = locked(practice)
    assignment = Assignment.objects.open().select_related("taken_by").filter(practice=practice.pk).first()
    if assignment is None:
        raise DecisionConflict(latest_task_state(practice))
    return practice, assignment


def _hold(assignment, user):
    assignment.taken_by, assignment.taken_at = user, timezone.now()
    assignment.association = Association.objects.of(user).first() or assignment.association
    assignment.save()
    return assignment
