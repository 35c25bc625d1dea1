"""Saying that a collectivity takes up a practice, correcting it, taking it back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from practices.drafts import locked

from .models import Reuse
from .rules import can_reuse
from .signals import practice_reused

REFUSED = "Vous ne pouvez pas dire que cette collectivité reprend cette pratique."


@transaction.atomic
def declare(practice, *, user, territory, changes="", year=None, result=None) -> Reuse:
    """Say it, or correct what was said: one reuse for a collectivity and a sheet, one mail to its lead.

    Raises PermissionDenied, and ValidationError for a `result` that is not a sheet of the collectivity.
    """
    practice = locked(practice)
    if not can_reuse(user, practice, territory):
        raise PermissionDenied(REFUSED)
    if result and (result.lead_id != territory.pk or result.pk == practice.pk):
        raise ValidationError({"result": "Choisissez une fiche de votre collectivité."})
    said = {"changes": changes, "year": year, "result": result, "author": user}
    reuse, is_new = Reuse.objects.update_or_create(practice=practice, territory=territory, defaults=said)
    if is_new:
        practice_reused.send(sender=Reuse, reuse=reuse)
    return reuse


@transaction.atomic
def take_back(practice, *, user, territory) -> None:
    """Nothing is left of it; taking it back twice changes nothing. Raises PermissionDenied."""
    practice = locked(practice)
    if not can_reuse(user, practice, territory):
        raise PermissionDenied(REFUSED)
    for reuse in Reuse.objects.for_practice(practice).filter(territory=territory):
        reuse.delete()
