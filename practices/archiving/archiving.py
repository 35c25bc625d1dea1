"""Archiving a sheet, which stays readable under a banner, and opening it again."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from practices.audit.acts import Act
from practices.audit.recording import record
from practices.conversations.writing import write
from practices.drafts import locked
from practices.moments import day_and_hour

from .models import Archiving
from .rules import can_archive

IN_REVIEW = "Une version de cette fiche est en relecture\u00a0: décidez d’abord de celle-ci."
UNPUBLISHED = "Cette fiche n’est plus publiée."


class AlreadyDone(ValidationError):
    """The sheet already is what is asked; `message` tells since when, and by whom."""

    def __init__(self, practice):
        super().__init__(_standing_of(practice))


@transaction.atomic
def archive(practice, *, user, reason) -> Archiving:
    """Mark a published sheet as archived: read, no longer found by default. The town reads why in the thread.

    Raises PermissionDenied, ValidationError.
    """
    practice = _locked(practice, user)
    if practice.is_archived:
        raise AlreadyDone(practice)
    if practice.workflow_in_progress:
        raise ValidationError(IN_REVIEW)
    _mark(practice, timezone.now())
    record(Act.ARCHIVE, practice, user=user)
    write(practice, user=user, text=f"La fiche est archivée.\n\n{reason}", key=uuid.uuid4())
    return Archiving.objects.create(practice=practice, reason=reason, by=user)


@transaction.atomic
def open_again(practice, *, user) -> None:
    """Take a sheet out of the archives. Raises PermissionDenied, ValidationError."""
    practice = _locked(practice, user)
    if not practice.is_archived:
        raise AlreadyDone(practice)
    _mark(practice, None)
    record(Act.OPEN_AGAIN, practice, user=user)
    Archiving.objects.standing().filter(practice=practice).update(ended_by=user, ended_at=timezone.now())
    write(practice, user=user, text="La fiche n’est plus archivée.", key=uuid.uuid4())


def _locked(practice, user):
    practice = locked(practice)
    if not can_archive(user, practice):
        raise PermissionDenied("Vous ne pouvez pas archiver cette fiche.")
    if not practice.live:
        raise ValidationError(UNPUBLISHED)
    return practice


def _mark(practice, moment):
    practice.archived_at = moment
    practice.save(update_fields=["archived_at"])


def _standing_of(practice):
    """What is true of the sheet now, in a sentence."""
    last = Archiving.objects.filter(practice=practice).order_by("pk").last()
    if practice.is_archived:
        by = f", par {last.by}" if last and last.by else ""
        return f"Cette fiche est déjà archivée{by}, depuis le {day_and_hour(practice.archived_at)}."
    if last and last.ended_by:
        when = day_and_hour(last.ended_at)
        return f"Cette fiche n’est plus archivée\u00a0: {last.ended_by} l’en a sortie le {when}."
    return "Cette fiche n’est pas archivée."
