"""Archiving a sheet, which stays readable under a banner, and opening it again."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from practices.audit.acts import Act
from practices.audit.recording import record
from practices.conversations.writing import write
from practices.drafts import locked

from .models import Archiving
from .rules import can_archive

IN_REVIEW = "Une version de cette fiche est en relecture\u00a0: décidez d’abord de celle-ci."


@transaction.atomic
def archive(practice, *, user, reason) -> Archiving:
    """Mark a published sheet as archived: read, no longer found by default. The town reads why in the thread.

    Raises PermissionDenied, ValidationError.
    """
    practice = _locked(practice, user)
    if practice.is_archived or not practice.live:
        raise ValidationError("Cette fiche est déjà archivée, ou n’est pas publiée.")
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
    if not practice.is_archived or not practice.live:
        raise ValidationError("Cette fiche n’est pas archivée, ou n’est plus publiée.")
    _mark(practice, None)
    record(Act.OPEN_AGAIN, practice, user=user)
    Archiving.objects.standing().filter(practice=practice).update(ended_by=user, ended_at=timezone.now())
    write(practice, user=user, text="La fiche n’est plus archivée.", key=uuid.uuid4())


def _locked(practice, user):
    practice = locked(practice)
    if not can_archive(user, practice):
        raise PermissionDenied("Vous ne pouvez pas archiver cette fiche.")
    return practice


def _mark(practice, moment):
    practice.archived_at = moment
    practice.save(update_fields=["archived_at"])
