"""The answer of a collectivity: the first one counts, whichever the door; a stop can be taken back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from practices import rules
from practices.choices import State
from practices.drafts import locked
from practices.signals import practices_changed

from .models import Answer, Question
from .stopping import record_stop, take_stop_back

NOT_YOURS = "Seule une personne de cette collectivité peut répondre pour elle."
NOT_AN_ANSWER = "Choisissez l’une des trois réponses."


class NothingAsked(Exception):
    """Somebody answered already, or a version was published since: `question` as it stands."""

    def __init__(self, question):
        self.question = question
        super().__init__("Cette question n’attend plus de réponse.")


def answer(question, *, user, **said) -> Question:
    """The answer of a member, from the desk; see `answer_by_link`. Raises PermissionDenied too."""
    if not rules.is_member(user, question.practice.lead_id):
        raise PermissionDenied(NOT_YOURS)
    return _record(question, user, **said)


def answer_by_link(question, *, recipient, **said) -> Question:
    """The answer of whoever holds the link (see `links.read`): `verdict`, and where wanted `cause`, `why`,
    and `since`, the day on which the practice stopped.

    It is public at once, but for the words. Raises NothingAsked, ValidationError; then nothing is changed.
    """
    return _record(question, recipient.user, **said)


def correct(question, *, user) -> Question:
    """A member says that the practice did not stop; see `correct_by_link`. Raises PermissionDenied too."""
    if not rules.is_member(user, question.practice.lead_id):
        raise PermissionDenied(NOT_YOURS)
    return _take_back(question, user)


def correct_by_link(question, *, recipient) -> Question:
    """Whoever holds the link says that the practice did not stop: it runs, and the sheet says what it said.

    Raises NothingAsked when the sheet does not say that it stopped; then nothing is changed.
    """
    return _take_back(question, recipient.user)


@transaction.atomic
def _take_back(question, user):
    practice = locked(question.practice)
    question = Question.objects.select_for_update().get(pk=question.pk)
    if not Question.objects.stopping().filter(pk=question.pk).exists():
        raise NothingAsked(question)
    state = question.former_state or State.RUNNING
    take_stop_back(practice, state=state, on=question.former_state_date or timezone.localdate(), user=user)
    question.answer, question.cause, question.why, question.reading = Answer.RUNNING, "", "", ""
    question.answered_at, question.by = timezone.now(), user
    question.save()
    practices_changed.send(sender=Question, pks=[practice.pk])
    return question


@transaction.atomic
def _record(question, user, *, verdict, cause="", why="", since=None):
    if verdict not in Answer.values:
        raise ValidationError({"verdict": NOT_AN_ANSWER})
    practice = locked(question.practice)
    question = Question.objects.select_for_update().get(pk=question.pk)
    if not Question.objects.waiting().filter(pk=question.pk).exists():
        raise NothingAsked(question)
    question.answer, question.why, question.by = verdict, why, user
    question.answered_at = timezone.now()
    question.cause = cause if verdict == Answer.STOPPED else ""
    if verdict == Answer.STOPPED:
        question.former_state, question.former_state_date = practice.state, practice.state_date
        record_stop(practice, on=since or timezone.localdate(), user=user)
    question.save()
    practices_changed.send(sender=Question, pks=[practice.pk])
    return question
