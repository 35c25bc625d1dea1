"""Changes that moderators asked for, and that nobody sent."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from practices.mailing.reminders import send_due
from practices.models import ReviewTaskState
from practices.models.review import Verdict
from practices.review import decide, submit
from practices.unanswered import reminders_of_changes
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(territory, member, moderator):
    """A sheet on which this was decided, that many days ago."""

    def make(days, verdict=Verdict.CHANGES, title="L’école"):
        practice = PracticeFactory(lead=territory, title=title)
        submit(practice, user=member)
        decide(practice, user=moderator, verdict=verdict, reason="Précisez.")
        ReviewTaskState.objects.filter(workflow_state__object_id=str(practice.pk)).update(
            finished_at=timezone.now() - timedelta(days=days)
        )
        mail.outbox.clear()
        return practice

    return make


def test_person_who_sent_the_sheet_is_reminded_once(decided, member, colleague):
    practice = decided(15)

    assert [send_due(), send_due()] == [1, 0]

    [sent] = mail.outbox
    assert sent.to == [member.email]
    assert sent.subject == (
        "Rappel\u00a0: Votre fiche «\u00a0L’école\u00a0» attend vos corrections depuis plus de deux semaines"
    )
    assert f"http://testserver/mon-espace/fiches/{practice.pk}/" in sent.body


@pytest.mark.parametrize(
    ("days", "verdict"), [(13, Verdict.CHANGES), (45, Verdict.CHANGES), (15, Verdict.REFUSED)]
)
def test_nobody_is_reminded_too_early_too_late_or_of_another_decision(decided, days, verdict):
    decided(days, verdict)

    assert list(reminders_of_changes()) == []


def test_sheet_that_was_sent_again_waits_for_nobody(decided, member):
    submit(decided(15), user=member)

    assert list(reminders_of_changes()) == []


def test_second_request_for_changes_has_its_own_reminder(decided, member, moderator):
    practice = decided(40)
    send_due()
    submit(practice, user=member)
    decide(practice, user=moderator, verdict=Verdict.CHANGES, reason="Encore.")

    assert list(reminders_of_changes()) == []
    last = ReviewTaskState.objects.order_by("pk").last()
    ReviewTaskState.objects.filter(pk=last.pk).update(finished_at=timezone.now() - timedelta(days=15))
    assert [reminder.key for reminder in reminders_of_changes()] == [f"changes:{last.pk}"]


def test_sheets_of_the_same_person_are_one_mail(decided, member):
    decided(15, title="Une")
    decided(16, title="Deux")

    assert send_due() == 1
    assert mail.outbox[0].subject == "2\u00a0choses vous attendent"
