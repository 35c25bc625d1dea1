"""Asking that a sheet be taken off the site, answering, and deleting a draft that nobody else has seen."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import PageLogEntry

from practices import rules
from practices.audit.acts import Act
from practices.audit.recording import record
from practices.conversations.rules import speaks_for_the_moderators
from practices.conversations.writing import write
from practices.drafts import locked

from .models import Answer, DeletionRequest


def has_deleted(user, key) -> bool:
    """Whether this person deleted the draft that had this key."""
    return PageLogEntry.objects.filter(page_id=key, user=user, action="wagtail.delete").exists()


@transaction.atomic
def delete_draft(practice, *, user) -> None:
    """Delete for good a draft that was never sent.

    Raises PermissionDenied, and PracticePage.DoesNotExist when it is gone.
    """
    practice = locked(practice)
    if not rules.can_edit(user, practice) or not rules.was_never_sent(practice):
        raise PermissionDenied("Cette fiche a déjà été envoyée\u00a0: demandez sa suppression.")
    DeletePageAction(practice, user=user).execute(skip_permission_checks=True)  # ours are asked above


@transaction.atomic
def ask(practice, *, user, reason) -> DeletionRequest:
    """Ask it, by a row that moderators see and a message in the thread; asking twice changes nothing.

    Raises PermissionDenied.
    """
    practice = locked(practice)
    if not rules.is_member(user, practice.lead_id) or practice.is_archived:
        raise PermissionDenied("Vous ne pouvez pas demander la suppression de cette fiche.")
    known = DeletionRequest.objects.for_practice(practice).waiting().first()
    if known:
        return known
    write(
        practice, user=user, text=f"Nous demandons la suppression de la fiche.\n\n{reason}", key=uuid.uuid4()
    )
    record(Act.ASK_DELETION, practice, user=user)
    return DeletionRequest.objects.create(practice=practice, asked_by=user, reason=reason)


@transaction.atomic
def answer(request, *, user, accepted, word="") -> DeletionRequest:
    """Take the sheet off the site, or decline with a word; the town reads it in the thread.

    An accepted sheet is unpublished and archived, not deleted: what others took up from it, and
    said about it, stays. Raises PermissionDenied, ValidationError.
    """
    practice = locked(request.practice)
    request = DeletionRequest.objects.get(pk=request.pk)
    if not speaks_for_the_moderators(user, practice):
        raise PermissionDenied("Vous ne pouvez pas répondre à cette demande.")
    if request.answer:
        raise ValidationError("Une réponse a déjà été donnée à cette demande.")
    if not accepted and not word:
        raise ValidationError({"word": "Dites à la collectivité pourquoi la fiche reste en ligne."})
    if accepted:
        _take_off(practice, user)
    request.answer = Answer.ACCEPTED if accepted else Answer.DECLINED
    request.word, request.answered_by, request.answered_at = word, user, timezone.now()
    request.save()
    record(Act.ACCEPT_DELETION if accepted else Act.DECLINE_DELETION, practice, user=user)
    said = "La fiche est retirée du site." if accepted else "La fiche n’est pas supprimée."
    write(practice, user=user, text=f"{said}\n\n{word}".strip(), key=uuid.uuid4())
    return request


def _take_off(practice, user):
    current = practice.current_workflow_state
    if current:
        current.cancel(user)
    if practice.live:
        practice.unpublish(user=user, log_action=True)
    practice.archived_at = timezone.now()
    practice.save(update_fields=["archived_at"])
