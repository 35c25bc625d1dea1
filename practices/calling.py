"""A sheet that is ready, in a collectivity whose referents send its sheets: they are told."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from . import mails, rules
from .drafts import locked
from .limits import DAY, take


@transaction.atomic
def call_referents(practice, *, user) -> bool:
    """Write to the referents that this sheet waits for them; False when they were told within a day.

    Raises PermissionDenied.
    """
    practice = locked(practice)
    missing = practice.get_latest_revision_as_object().missing_fields
    if missing or not rules.can_call_referents(user, practice):
        raise PermissionDenied("Cette fiche ne peut pas être envoyée pour l’instant.")
    if not take("calls_of_referents", practice.pk, limit=1, window=DAY):
        return False
    mails.referents_called(practice, by=user)
    return True
