"""The review of a sheet: one function a step, each under the lock of the sheet's row.

A decision is Wagtail's workflow plus a verdict; whatever the door (town's pages, admin), it passes here.
"""

from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.db import transaction
from wagtail.models import WorkflowState

from . import rules
from .audit.acts import Act
from .audit.recording import record
from .authorship import account_of
from .drafts import StaleVersion, locked, mark_of
from .models.practice import PracticePage
from .models.review import ReviewTaskState, Verdict
from .moments import day_and_hour
from .signals import practice_decided
from .status import latest_task_state

REASONED = (Verdict.CHANGES, Verdict.REFUSED)
MISSING = "Il manque cette réponse pour envoyer la fiche en relecture."


class DecisionConflict(PermissionDenied):
    """The version is no longer in review; `str()` tells what was decided, `task_state` is that decision."""

    def __init__(self, task_state=None):
        self.task_state = task_state
        super().__init__(self._sentence())

    def _sentence(self):
        state = self.task_state
        if state is None or not state.verdict or state.finished_at is None:
            return "Cette fiche n’est pas en relecture."
        when = day_and_hour(state.finished_at)
        who = f" par {state.finished_by}" if state.finished_by else ""
        return f"Décision déjà prise{who} le {when}\u00a0: {state.get_verdict_display().lower()}."


class ReferentNeeded(PermissionDenied):
    """The collectivity has chosen that its referents send its sheets."""

    def __str__(self):
        return (
            "Votre fiche est enregistrée. Dans votre collectivité, ce sont les référents qui envoient les "
            "fiches en relecture\u00a0: dites-leur qu’elle est prête."
        )


@transaction.atomic
def submit(practice, *, user, version=None) -> PracticePage:
    """Send the last version to the moderators; sending twice changes nothing.

    `version` is the `mark_of` what was read before, checked where given. Raises PermissionDenied,
    StaleVersion, and ValidationError by field for what the quick form still lacks.
    """
    practice = locked(practice)
    of_town = rules.speaks_for_town(user, practice)
    if _in_review(practice) and of_town:
        return practice
    if of_town and rules.needs_referent(user, practice):
        raise ReferentNeeded
    if not rules.can_submit(user, practice):
        raise PermissionDenied("Vous ne pouvez pas envoyer cette fiche en relecture.")
    if version and version != mark_of(practice):
        raise StaleVersion(practice)
    missing = practice.get_latest_revision_as_object().missing_fields
    if missing:
        raise ValidationError(dict.fromkeys(missing, MISSING))
    current = practice.current_workflow_state
    if current and current.status == WorkflowState.STATUS_NEEDS_CHANGES:
        current.resume(account_of(user))
        record(Act.SUBMIT, practice, user=user)
        return practice
    workflow = practice.get_workflow()
    if workflow is None:
        raise ImproperlyConfigured("No workflow on the sheets: run starter_site.")
    workflow.start(practice, account_of(user))
    record(Act.SUBMIT, practice, user=user)
    return practice


@transaction.atomic
def withdraw(practice, *, user) -> PracticePage:
    """Take the sheet back from the review; it is a draft again. Raises PermissionDenied, DecisionConflict."""
    practice = locked(practice)
    state = _in_review(practice)
    if state is None:
        raise DecisionConflict(latest_task_state(practice))
    if not rules.can_withdraw(user, practice):
        raise PermissionDenied("Vous ne pouvez pas retirer cette fiche.")
    state.verdict = Verdict.WITHDRAWN
    state.save(update_fields=["verdict"])
    state.workflow_state.cancel(user)
    record(Act.WITHDRAW, practice, user=user)
    return practice


@transaction.atomic
def decide(practice, *, user, verdict, reason="", version=None, task_state=None) -> ReviewTaskState:
    """Publish, ask for changes, or refuse the version in review.

    `version` (a revision's key) and `task_state` are what the moderator saw, checked where given.
    Raises DecisionConflict, StaleVersion, PermissionDenied, ValidationError; then nothing is changed.
    """
    practice = locked(practice)
    state = _in_review(practice)
    if state is None or (task_state is not None and task_state.pk != state.pk):
        raise DecisionConflict(latest_task_state(practice))
    if not rules.can_review(user, practice):
        raise PermissionDenied("Vous ne pouvez pas décider de cette fiche.")
    if version is not None and version != practice.latest_revision_id:
        raise StaleVersion(practice)
    _check_decision(practice, verdict, reason.strip())
    state.verdict, state.revision = verdict, practice.latest_revision
    record(f"review.{verdict}", practice, user=user)
    _end(state, user, reason.strip())
    practice_decided.send(sender=PracticePage, practice=practice, task_state=state)
    return state


def _check_decision(practice, verdict, reason):
    if verdict not in (Verdict.APPROVED, *REASONED):
        raise ValidationError({"verdict": "Choisissez une décision."})
    if verdict in REASONED and not reason:
        raise ValidationError({"reason": "Écrivez à la collectivité ce que vous attendez d’elle."})
    if verdict == Verdict.APPROVED and practice.is_archived:
        raise ValidationError("Cette fiche est archivée\u00a0: elle ne peut pas être publiée.")
    if verdict == Verdict.APPROVED and practice.get_latest_revision_as_object().missing_fields:
        raise ValidationError("Il manque des réponses à cette fiche\u00a0: demandez-les à la collectivité.")


def _end(state, user, reason):
    if state.verdict == Verdict.APPROVED:
        state.approve(user=user, comment=reason)
    else:
        refused = state.verdict == Verdict.REFUSED
        state.reject(user=user, update=not refused, comment=reason)
        if refused:
            state.workflow_state.cancel(user)


def _in_review(practice):
    """The review under way, its row locked; None when there is none."""
    current = practice.current_workflow_task_state
    if not isinstance(current, ReviewTaskState):
        return None
    return ReviewTaskState.objects.select_for_update().get(pk=current.pk)
