"""Giving the mark of quality to a sheet, and taking it back; the town reads it in its thread."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from practices.audit.acts import Act
from practices.audit.recording import record
from practices.conversations.writing import write
from practices.drafts import locked

from .models import QualityCriterion, QualityMark
from .rules import can_mark

GIVEN = "Votre fiche reçoit la marque de qualité\u00a0: elle aide d’autres collectivités. Merci."
TAKEN_BACK = "Votre fiche ne porte plus la marque de qualité."
NOT_ALL = "La marque demande que tous les critères soient remplis."


@transaction.atomic
def give(practice, *, user, criteria) -> QualityMark:
    """Mark a published sheet that meets all `criteria`; given twice, it is one.

    Raises PermissionDenied, ValidationError.
    """
    practice = _locked(practice, user)
    if not practice.is_findable:
        raise ValidationError("Cette fiche n’est pas publiée, ou est archivée.")
    if set(QualityCriterion.objects.all()) - set(criteria):
        raise ValidationError({"criteria": NOT_ALL})
    mark, is_new = QualityMark.objects.get_or_create(practice=practice, defaults={"given_by": user})
    if is_new:
        record(Act.GIVE_MARK, practice, user=user)
        write(practice, user=user, text=GIVEN, key=uuid.uuid4())
    return mark


@transaction.atomic
def take_back(practice, *, user, reason) -> None:
    """Nothing is left of it but what the town reads; taken back twice changes nothing.

    Raises PermissionDenied.
    """
    practice = _locked(practice, user)
    deleted, _ = QualityMark.objects.filter(practice=practice).delete()
    if deleted:
        record(Act.TAKE_MARK_BACK, practice, user=user)
        write(practice, user=user, text=f"{TAKEN_BACK}\n\n{reason}", key=uuid.uuid4())


def _locked(practice, user):
    practice = locked(practice)
    if not can_mark(user, practice):
        raise PermissionDenied("Vous ne pouvez pas donner la marque de qualité à cette fiche.")
    return practice
