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
NO_LONGER_NAMED = "La fiche ne nomme plus cette collectivité\u00a0: il n’y a plus rien à répondre."


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


@transaction.atomic
def ask_named(contents):
    """One row, without answer, for each collectivity that these versions name: sheet's key → its content.

    Those that have a row keep it, with its answer.
    """
    Bearing.objects.bulk_create(_rows(contents), ignore_conflicts=True)


@transaction.atomic
def vouch(practices):
    """A moderator publishes these sheets from a file: what they name is confirmed, save what was declined."""
    contents = {practice.pk: content_of(practice) for practice in practices if practice.co_bearers.all()}
    ask_named(contents)
    for key, content in contents.items():
        named = Bearing.objects.filter(practice=key).for_territories(content["co_bearers"])
        named.filter(answer=Answer.WAITING).update(answer=Answer.CONFIRMED, answered_at=timezone.now())
    practices_changed.send(sender=Bearing, pks=list(contents))


def content_of(practice):
    """Of a sheet in memory, what `ask_named` reads of a version."""
    named = [territory.pk for territory in practice.co_bearers.all()]
    return {"lead": practice.lead_id, "co_bearers": named}


def _rows(contents):
    return [
        Bearing(practice_id=key, territory_id=territory)
        for key, content in contents.items()
        for territory in content.get("co_bearers") or []
        if territory != content.get("lead")
    ]


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
    if not rules.is_named(bearing):
        raise ValidationError(NO_LONGER_NAMED)
    values = {"answer": verdict, "reason": reason, "answered_at": timezone.now(), **who}
    for name, value in values.items():
        setattr(bearing, name, value)
    bearing.save(update_fields=list(values))
    return bearing
