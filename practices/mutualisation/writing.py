"""Asking a collectivity whether it bears a sheet, and its answer."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from practices.signals import practices_changed

from . import rules
from .models import Answer, Bearing

ANSWERS = {Answer.CONFIRMED, Answer.DECLINED}
LEAD_ITSELF = "Cette collectivité porte déjà la fiche."
NOT_YOURS = "Seule une personne de cette collectivité peut répondre pour elle."
NOT_AN_ANSWER = "Confirmez ou déclinez."


@transaction.atomic
def ask(practice, *, territory, email=""):
    """The row of this collectivity on this sheet; asked again, its answer stays, its address may change."""
    if territory.pk == practice.lead_id:
        raise ValidationError(LEAD_ITSELF)
    bearing, created = Bearing.objects.get_or_create(
        practice=practice, territory=territory, defaults={"email": email}
    )
    if not created and email and email != bearing.email:
        bearing.email = email
        bearing.save(update_fields=["email"])
    return bearing


def answer(bearing, *, user, verdict, reason=""):
    """The answer of a member, from the desk; a second one changes the first. Raises PermissionDenied."""
    if not rules.can_answer(user, bearing):
        raise PermissionDenied(NOT_YOURS)
    return _record(bearing, verdict, reason, answered_by=user, answered_address="")


def answer_by_link(bearing, *, verdict, reason=""):
    """The answer of whoever holds the signed link (see `links`), kept with the address it was sent to."""
    if not bearing.email:
        raise PermissionDenied(NOT_YOURS)
    return _record(bearing, verdict, reason, answered_by=None, answered_address=bearing.email)


@transaction.atomic
def _record(bearing, verdict, reason, **who):
    if verdict not in ANSWERS:
        raise ValidationError(NOT_AN_ANSWER)
    values = {"answer": verdict, "reason": reason, "answered_at": timezone.now(), **who}
    for name, value in values.items():
        setattr(bearing, name, value)
    bearing.save(update_fields=list(values))
    practices_changed.send(sender=Bearing, pks=[bearing.practice_id])
    return bearing
