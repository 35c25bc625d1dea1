"""From the call to the signature: one function a step, each under the lock of the sheet's row."""

import datetime
import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from practices import rules
from practices.audit.acts import Act
from practices.audit.recording import record
from practices.drafts import StaleVersion, add_draft, locked, locked_index, mark_of
from practices.models import PracticePage
from practices.review import submit

from . import mails
from .models import Interview, Outcome
from .rules import can_take_up, holds_link, writes_from_call
from .versions import DECLINED, SIGNED

NOT_A_MODERATOR = "Seules les associations écrivent une fiche après un entretien."
NOT_TAKEN = "Cet entretien ne se reprend plus, ou c’est celui de votre collectivité."
OWN_TOWN = "Vous représentez cette collectivité\u00a0: écrivez sa fiche depuis votre espace."
RESTING = "Cette fiche est déjà en relecture, publiée ou archivée\u00a0: le lien n’a plus d’objet."
DEAD = "Ce lien ne sert plus\u00a0: la fiche a été signée, ou un lien plus récent est parti."


@transaction.atomic
def start(moderator, *, territory, key, called_on, person, function, email) -> Interview:
    """A new sheet of the collectivity, with the contact that the call gave, to be written by this moderator.

    `key` is the form's own: the same form sent again finds its interview. Raises PermissionDenied.
    """
    if not rules.is_moderator(moderator):
        raise PermissionDenied(NOT_A_MODERATOR)
    if rules.is_member(moderator, territory.pk):
        raise PermissionDenied(OWN_TOWN)
    locked_index()
    known = Interview.objects.filter(key=key, moderator=moderator).first()
    if known:
        return known
    contact = {"contact_function": function, "contact_email": email, "state_date": datetime.date.today()}
    practice = add_draft(moderator, lead=territory, data=contact)
    record(Act.START_INTERVIEW, practice, user=moderator)
    return Interview.objects.create(
        practice=practice,
        moderator=moderator,
        key=key,
        called_on=called_on,
        person=person,
        function=function,
        email=email,
    )


@transaction.atomic
def take_up(interview, *, user) -> Interview:
    """Another moderator goes on in place of the one who began; taking up one's own changes nothing.

    They answer for the sheet from now on: both have a stake in it. Raises PermissionDenied.
    """
    practice = locked(interview.practice)
    interview = Interview.objects.select_for_update().get(pk=interview.pk)
    if interview.moderator_id == user.pk:
        return interview
    if not can_take_up(user, interview):
        raise PermissionDenied(NOT_TAKEN)
    record(Act.TAKE_INTERVIEW, practice, user=user, person=interview.moderator)
    PracticePage.objects.filter(pk=practice.pk).update(owner=user)
    interview.moderator = user
    interview.save(update_fields=["moderator"])
    return interview


@transaction.atomic
def send(interview, *, user, email=None, after=None) -> Interview:
    """Mail a new link, to this address if one is given; the one before opens nothing any more.

    `after` is the `sending_of` what was on the screen: a link that has left for the same address since is
    this one, asked twice. The people of the collectivity, if it has any, are told the first time. Raises
    PermissionDenied.
    """
    practice = locked(interview.practice)
    if not writes_from_call(user, practice):
        raise PermissionDenied(RESTING)
    interview = Interview.objects.get(pk=interview.pk)
    if after not in (None, sending_of(interview)) and email in (None, interview.email):
        return interview
    record(Act.SEND_INTERVIEW, practice, user=user)
    return _send(practice, email=email)


def sending_of(interview) -> str:
    """A mark of the last link sent, which tells nothing of it; empty when none has left."""
    return interview.sent_at.isoformat() if interview.sent_at else ""


@transaction.atomic
def send_again(practice, *, reason) -> None:
    """The moderators ask for changes of what was signed by the link: the collectivity gets a new one."""
    _send(practice, reason=reason)


@transaction.atomic
def sign(practice, *, signatory, version, name, function) -> Interview:
    """The collectivity says that the sheet is its own: it goes to the review, and the link has served.

    `version` is the `mark_of` what was read before signing. Raises PermissionDenied, StaleVersion, and
    ValidationError by field for what the quick form still lacks; then nothing is changed.
    """
    practice, interview = _opened(practice, signatory)
    if version != mark_of(practice):
        raise StaleVersion(practice)
    submit(practice, user=signatory)
    interview.signatory, interview.signatory_function = name, function
    _answer(interview, Outcome.SIGNED)
    log(practice, SIGNED, data={"name": name, "function": function}, revision=practice.latest_revision)
    return interview


@transaction.atomic
def decline(practice, *, signatory, reason) -> Interview:
    """The collectivity does not want this sheet: nothing is published. Raises PermissionDenied."""
    practice, interview = _opened(practice, signatory)
    interview.reason = reason
    _answer(interview, Outcome.DECLINED)
    log(practice, DECLINED, data={"reason": reason})
    return interview


@transaction.atomic
def take_over(practice, *, member) -> None:
    """A member sent the sheet from their space: it is signed, and needs no link any more."""
    interview = Interview.objects.select_for_update().filter(practice=practice).first()
    membership = member.memberships.confirmed().for_territory(practice.lead_id).first()
    if interview and membership:
        interview.signatory, interview.signatory_function = "", membership.function
        interview.outcome, interview.answered_at = Outcome.SENT, timezone.now()
        interview.save()


def _send(practice, *, email=None, reason=""):
    if practice.is_archived or practice.workflow_in_progress:
        raise PermissionDenied(RESTING)
    interview = Interview.objects.select_for_update().get(practice=practice)
    is_first = interview.sent_at is None
    interview.email = email or interview.email
    interview.link, interview.sent_at, interview.outcome = secrets.token_urlsafe(16), timezone.now(), ""
    interview.save()
    mails.to_sign(interview, reason=reason)
    if is_first:
        mails.to_members(interview)
    return interview


def _opened(practice, signatory):
    practice = locked(practice)
    interview = Interview.objects.select_for_update().get(practice=practice)
    if not holds_link(signatory, practice):
        raise PermissionDenied(DEAD)
    return practice, interview


def _answer(interview, outcome):
    interview.outcome, interview.answered_at = outcome, timezone.now()
    interview.save()
    mails.answered(interview)
