"""Asking a collectivity whether it bears a sheet, and its answer."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from practices.audit.acts import Act
from practices.audit.recording import record
from practices.signals import practices_changed

from . import rules
from .models import Answer, Bearing
from .signals import bearing_answered, bearings_asked

ANSWERS = {Answer.CONFIRMED: Act.CONFIRM_BEARING, Answer.DECLINED: Act.DECLINE_BEARING}
NOT_YOURS = "Seule une personne de cette collectivité peut répondre pour elle."
DEAD_LINK = "Ce lien ne sert plus\u00a0: la réponse a été donnée autrement, ou se donne depuis un espace."
NOT_A_MODERATOR = "Seules les associations notent une réponse donnée de vive voix."
NOT_AN_ANSWER = "Confirmez ou déclinez."
NO_LONGER_NAMED = "La fiche ne nomme plus cette collectivité\u00a0: il n’y a plus rien à répondre."


@transaction.atomic
def ask_named(contents):
    """One row, without answer, for each collectivity that these versions name: sheet's key → its content.

    Those that have a row keep it, with its answer. Each is told once, however many versions name it.
    """
    new = _follow(contents)
    if new:
        bearings_asked.send(sender=Bearing, bearings=new)


@transaction.atomic
def vouch(practices):
    """A moderator publishes these sheets from a file: what they name is confirmed, save what was declined."""
    contents = {practice.pk: content_of(practice) for practice in practices if practice.co_bearers.all()}
    _follow(contents)
    for key, content in contents.items():
        named = Bearing.objects.filter(practice=key).for_territories(content["co_bearers"])
        named.filter(answer=Answer.WAITING).update(answer=Answer.CONFIRMED, answered_at=timezone.now())
    practices_changed.send(sender=Bearing, pks=list(contents))


def content_of(practice):
    """Of a sheet in memory, what `ask_named` reads of a version."""
    named = [territory.pk for territory in practice.co_bearers.all()]
    return {"lead": practice.lead_id, "co_bearers": named}


def _follow(contents):
    """Give each collectivity named its row, mark which ones still are; the rows that are new."""
    known = {
        (row.practice_id, row.territory_id): row for row in Bearing.objects.filter(practice__in=contents)
    }
    named = _named(contents)
    changed = [row.pk for pair, row in known.items() if row.is_proposed != (pair in named)]
    if changed:
        Bearing.objects.filter(pk__in=changed).update(is_proposed=Q(is_proposed=False))
    missing = sorted(named - known.keys())
    if not missing:
        return []
    rows = [Bearing(practice_id=practice, territory_id=territory) for practice, territory in missing]
    Bearing.objects.bulk_create(rows, ignore_conflicts=True)
    created = Bearing.objects.filter(practice__in=contents).exclude(pk__in=[row.pk for row in known.values()])
    return list(created.select_related("practice__lead", "territory").order_by("pk"))


def _named(contents):
    return {
        (key, territory)
        for key, content in contents.items()
        for territory in content.get("co_bearers") or []
        if territory != content.get("lead")
    }


def answer(bearing, *, user, verdict, reason=""):
    """The answer of a member, from the desk; a second one changes the first. Raises PermissionDenied."""
    if not rules.can_answer(user, bearing):
        raise PermissionDenied(NOT_YOURS)
    return _record(bearing, verdict, reason, answered_by=user, answered_address="")


@transaction.atomic
def answer_by_link(bearing, *, verdict, reason=""):
    """The answer of whoever holds the signed link (see `links`), kept with the address it was sent to.

    Raises PermissionDenied for a dead link, that of a former address too: it never changes what a member
    said, or what was noted.
    """
    stored = Bearing.objects.select_for_update().get(pk=bearing.pk)
    if stored.email != bearing.email or not rules.can_answer_by_link(stored):
        raise PermissionDenied(DEAD_LINK)
    return _record(bearing, verdict, reason, answered_by=None, answered_address=bearing.email)


@transaction.atomic
def note(bearing, *, user, verdict, reason=""):
    """What a moderator was told by voice; « sans réponse » takes it back. Raises PermissionDenied.

    The same answer keeps its day and its author: only the reason is corrected.
    """
    if not rules.can_note(user):
        raise PermissionDenied(NOT_A_MODERATOR)
    if verdict == bearing.answer:
        return _write(bearing, reason=reason)
    if verdict == Answer.WAITING:
        record(Act.UNDO_BEARING, bearing, user=user, practice=bearing.practice)
        return _write(bearing, answer=verdict, reason=reason, answered_at=None, answered_by=None)
    return _record(bearing, verdict, reason, answered_by=user, answered_address="")


@transaction.atomic
def _record(bearing, verdict, reason, **who):
    if verdict not in ANSWERS:
        raise ValidationError(NOT_AN_ANSWER)
    before = Bearing.objects.select_for_update().get(pk=bearing.pk)
    if not before.is_proposed:
        raise ValidationError(NO_LONGER_NAMED)
    _write(bearing, answer=verdict, reason=reason, answered_at=timezone.now(), **who)
    if verdict != before.answer:
        record(ANSWERS[verdict], bearing, user=who["answered_by"], practice=bearing.practice)
        bearing_answered.send(sender=Bearing, bearing=bearing)
    return bearing


def _write(bearing, **values):
    for name, value in values.items():
        setattr(bearing, name, value)
    bearing.save(update_fields=list(values))
    return bearing
