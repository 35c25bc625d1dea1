"""Moderators read the words of an answer, and choose whether the sheet shows them."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from practices.audit.acts import Act
from practices.audit.recording import record
from practices.conversations.rules import speaks_for_the_moderators

from .models import Question, Reading


@transaction.atomic
def read_answer(question, *, user, shown) -> Question:
    """Show the words on the sheet, or keep them aside; a later choice replaces the first.

    Raises PermissionDenied: nobody chooses for a collectivity that they belong to.
    """
    if not speaks_for_the_moderators(user, question.practice):
        raise PermissionDenied("Vous ne pouvez pas lire cette réponse pour les associations.")
    question = Question.objects.select_for_update().exclude(answer="").get(pk=question.pk)
    question.reading = Reading.SHOWN if shown and question.why else Reading.ASIDE
    question.save(update_fields=["reading"])
    act = Act.SHOW_ANSWER if question.reading == Reading.SHOWN else Act.KEEP_ANSWER_ASIDE
    record(act, question, user=user, practice=question.practice)
    return question
