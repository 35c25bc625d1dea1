"""A report is handled once, by one moderator; the reader who left an address is told once."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from practices.conversations.rules import speaks_for_the_moderators

from . import mails
from .models import Outcome, Report

HANDLED = {Outcome.DONE: "reports.handle_done", Outcome.ASIDE: "reports.handle_aside"}
NOT_YOURS = "Cette fiche est de votre collectivité, ou de vous\u00a0: laissez-la à un autre modérateur."


class AlreadyHandled(PermissionDenied):
    """Another moderator was first; `str()` says so in words."""

    def __init__(self, report):
        super().__init__(f"{report.handled_by or 'Un autre modérateur'} a déjà traité ce signalement.")


@transaction.atomic
def handle(report, *, user, outcome, note="") -> Report:
    """Say what was made of a report; the mail that tells the reader is queued in the same transaction.

    The address is erased. Doing it twice the same way changes nothing.
    Raises AlreadyHandled, PermissionDenied.
    """
    report = Report.objects.select_for_update(of=("self",)).select_related("practice").get(pk=report.pk)
    if not speaks_for_the_moderators(user, report.practice):
        raise PermissionDenied(NOT_YOURS)
    if report.outcome:
        if (report.handled_by_id, report.outcome) == (user.pk, outcome):
            return report
        raise AlreadyHandled(report)
    report.outcome, report.note = outcome, note
    report.handled_by, report.handled_at = user, timezone.now()
    mails.handled(report)
    report.email = ""
    report.save()
    log(instance=report.practice, action=HANDLED[outcome], user=user)
    return report
