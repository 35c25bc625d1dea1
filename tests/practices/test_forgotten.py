"""Drafts that a town began and left."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from mailer.engine import send_all

from practices.drafts import save_draft
from practices.forgotten import reminders_of_drafts
from practices.mailing import choosing
from practices.mailing.models import Kind, Told
from practices.mailing.reminders import send_due
from practices.models import PracticePage
from practices.models.review import Verdict
from practices.review import decide, submit, withdraw
from tests.factories.interviews import begin_interview
from tests.factories.practices import PracticeFactory
from tests.mailbox import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def left(territory):
    """A draft of the town that nobody touched for that many days."""

    def make(days=15, **values):
        return untouched(PracticeFactory(lead=territory, **({"title": "L’école"} | values)), days)

    return make


def untouched(practice, days=15):
    at = timezone.now() - timedelta(days=days)
    PracticePage.objects.filter(pk=practice.pk).update(latest_revision_created_at=at)
    return PracticePage.objects.get(pk=practice.pk)


def pass_a_day():
    for told in Told.objects.all():
        Told.objects.filter(pk=told.pk).update(told_at=told.told_at - timedelta(days=1))


def people():
    return [reminder.user for reminder in reminders_of_drafts()]


def test_who_wrote_the_draft_receives_one_mail_though_the_job_runs_again(
    left, member, colleague, smtp_server
):
    practice = left(owner=member)

    sent = [send_due(), send_due()]
    pass_a_day()
    untouched(practice, 20)
    sent.append(send_due())
    send_all()

    assert sent == [1, 0, 0]
    [message] = smtp_server.messages
    assert (message["To"], message["Subject"].strip()) == (
        member.email,
        "Rappel\u00a0: Votre brouillon «\u00a0L’école\u00a0» n’a pas bougé depuis plus de deux semaines",
    )
    assert f"\nContinuer la fiche\u00a0:\nhttp://testserver/mon-espace/fiches/{practice.pk}/" in text_of(
        message
    )


@pytest.mark.parametrize("days", [13, 45])
def test_nobody_is_reminded_too_early_or_too_late(left, member, days):
    left(days)

    assert people() == []


def test_draft_is_recalled_again_neither_by_a_change_nor_to_those_who_turned_it_off(left, member):
    practice = left(owner=member)
    send_due()
    pass_a_day()
    untouched(save_draft(practice, user=member, data={"summary": "Autre."}))
    assert (people(), send_due()) == ([member], 0)

    Told.objects.all().delete()
    choosing.refuse(member.pk, Kind.REMINDERS)
    assert send_due() == 0
    assert len(mail.outbox) == 1


def test_last_author_is_reminded_too_and_all_members_where_those_have_left(left, member, colleague, stranger):
    practice = left(owner=stranger)
    assert people() == [member, colleague]

    PracticePage.objects.filter(pk=practice.pk).update(owner=member)
    save_draft(practice, user=colleague, data={"summary": "Autre."})
    untouched(practice)
    assert people() == [member, colleague]


def test_only_what_waits_for_the_town_is_recalled(left, member, moderator, territory):
    left(is_example=True)
    left(published=True)
    left(archived_at=timezone.now())
    in_review, asked, withdrawn = left(), left(), left(title="Retirée")
    for practice in (in_review, asked, withdrawn):
        submit(practice, user=member)
    decide(asked, user=moderator, verdict=Verdict.CHANGES, reason="Précisez.")
    withdraw(withdrawn, user=member)
    for practice in (in_review, asked, withdrawn):
        untouched(practice)
    untouched(begin_interview(territory, moderator=moderator).practice)
    published = PracticeFactory(lead=territory, published=True)
    untouched(save_draft(published, user=member, data={"title": "Nouvelle version"}))

    assert [reminder.key for reminder in reminders_of_drafts()] == [
        f"draft:{withdrawn.pk}:0",
        f"draft:{published.pk}:{published.live_revision_id}",
    ]


def test_collectivity_without_people_is_reminded_of_nothing(left, territory):
    left()

    assert people() == []


def test_drafts_are_found_at_once(left, member, django_assert_num_queries):
    left(owner=member)
    left(owner=member)

    with django_assert_num_queries(4):  # the sheets, their reviews, and the people of each
        assert people() == [member, member]
