"""What is asked, of whom, and when; never twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone

from practices.choices import State
from practices.mailing.models import Told
from practices.mailing.reminders import claim
from practices.models import PracticePage
from practices.vitality import due
from practices.vitality.due import ask_due
from practices.vitality.models import Answer, Question
from search.models import IndexEntry
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory
from tests.factories.vitality import QuestionFactory, days_ago, old_sheet

pytestmark = pytest.mark.django_db


def later(days):
    """As if all that is known had happened that many days earlier."""
    for name in ("asked_at", "reminded_at", "unanswered_at", "asked_again_at", "answered_at"):
        for question in Question.objects.exclude(**{name: None}):
            moment = getattr(question, name) - timedelta(days=days)
            Question.objects.filter(pk=question.pk).update(**{name: moment})
    for sheet in PracticePage.objects.exclude(last_published_at=None):
        moment = sheet.last_published_at - timedelta(days=days)
        PracticePage.objects.filter(pk=sheet.pk).update(last_published_at=moment)


def sent():
    """Whom the mails went to, since it was last asked."""
    found = sorted(address for message in mail.outbox for address in message.to)
    mail.outbox.clear()
    return found


def test_old_sheet_is_asked_once_then_reminded_once_then_said_silent():
    sheet = old_sheet(366, contact_email="mairie@luzy.example")

    story = []
    for days in (0, 1, 28, 2, 1, 28, 2, 1, 300):
        later(days)
        call_command("ask_still_running", verbosity=0)
        ask_due()
        question = Question.objects.get()
        story.append((sent(), question.reminded_at is not None, question.unanswered_at is not None))

    asked = ["mairie@luzy.example"]
    assert story == [
        (asked, False, False),
        ([], False, False),
        ([], False, False),
        (asked, True, False),
        ([], True, False),
        ([], True, False),
        ([], True, True),
        ([], True, True),
        ([], True, True),
    ]
    assert PracticePage.objects.get(pk=sheet.pk).vitality.is_silent


def test_silent_sheet_is_asked_again_each_year_and_stays_silent(client):
    question = QuestionFactory(silent=True)
    sheet = question.practice

    story = []
    for days in (363, 1, 1, 363, 2):
        later(days)
        call_command("ask_still_running", verbosity=0)
        ask_due()
        story.append(sent())

    asked = [sheet.contact_email]
    assert story == [[], asked, [], [], asked]
    assert PracticePage.objects.get(pk=sheet.pk).vitality.is_silent
    assert "et de nouveau le" in client.get(sheet.url).text


def test_each_mail_that_asks_takes_its_day_of_a_member(territory, member):
    QuestionFactory(practice=old_sheet(lead=territory), asked_at=days_ago(31))
    Told.objects.create(user=member, key="still-running:before", told_at=days_ago(31))

    for days in (0, 31, 366):
        later(days)
        Told.objects.update(told_at=days_ago(days + 1), key=Concat(F("key"), Value(f"-{days}")))
        ask_due()
        assert claim(member, ["another"]) == (set() if sent() else {"another"})

    assert Question.objects.get().asked_again_at is not None


def test_silence_queues_the_sheet():
    question = QuestionFactory(asked_at=days_ago(62), reminded_at=days_ago(31))
    IndexEntry.objects.all().delete()

    ask_due()

    assert [*IndexEntry.objects.values_list("key", flat=True)] == [question.practice_id]


def test_members_are_asked_before_the_contact(territory, member, colleague):
    old_sheet(lead=territory)
    MembershipFactory(territory=territory)  # waits for a decision

    ask_due()

    assert sent() == sorted([member.email, colleague.email])


def test_sheets_of_one_collectivity_go_in_one_mail(territory, member):
    sheets = [old_sheet(lead=territory, title=f"Pratique {number}") for number in range(3)]
    reminded = QuestionFactory(practice=sheets[0], asked_at=days_ago(31))

    ask_due()

    (message,) = mail.outbox
    assert [title for title in ("Pratique 0", "Pratique 1", "Pratique 2") if title in message.body] == [
        "Pratique 0", "Pratique 1", "Pratique 2",
    ]  # fmt: skip
    assert message.body.count("/toujours-en-service/") == 3
    reminded.refresh_from_db()
    assert reminded.reminded_at is not None


def test_what_does_not_fit_in_a_mail_comes_with_the_next(territory, member, monkeypatch):
    monkeypatch.setattr(due, "MOST_SHEETS", 2)
    for _ in range(3):
        old_sheet(lead=territory)

    ask_due()
    first = Question.objects.count()
    ask_due()

    assert (first, Question.objects.count(), len(mail.outbox)) == (2, 3, 2)


@pytest.mark.parametrize(
    "changes",
    [
        {"days": 364},
        {"archived_at": timezone.now()},
        {"is_example": True},
        {"state": State.STOPPED},
        {"lead": None},
        {"contact_email": ""},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_sheet_that_is_not_asked(changes):
    old_sheet(**changes)
    PracticeFactory()

    ask_due()

    assert (Question.objects.count(), mail.outbox) == (0, [])


def test_answer_is_asked_again_a_year_later():
    question = QuestionFactory(answered=True, asked_at=days_ago(370), answered_at=days_ago(364))
    ask_due()
    assert Question.objects.count() == 1

    later(2)
    ask_due()

    assert [*question.practice.questions.values_list("answer", flat=True)] == [Answer.RUNNING, ""]


def test_version_published_since_ends_the_question(mailoutbox):
    question = QuestionFactory(silent=True)
    practice = question.practice
    practice.save_revision().publish()

    ask_due()

    assert not PracticePage.objects.get(pk=practice.pk).vitality.is_silent
    assert mailoutbox == []
    PracticePage.objects.filter(pk=practice.pk).update(last_published_at=days_ago(366))
    Question.objects.update(asked_at=days_ago(500))
    ask_due()
    assert practice.questions.count() == 1
    assert [*practice.questions.values_list("reminded_at", flat=True)] == [None]


def test_unpublished_sheet_is_not_reminded(mailoutbox):
    question = QuestionFactory(asked_at=days_ago(31))
    question.practice.unpublish()

    ask_due()

    assert mailoutbox == []


def test_nobody_left_to_remind_is_not_called_silent():
    question = QuestionFactory(practice=old_sheet(contact_email=""), asked_at=days_ago(31))

    ask_due()

    question.refresh_from_db()
    assert question.reminded_at is None


def test_many_collectivities_take_few_queries_each(django_assert_max_num_queries):
    for _ in range(3):
        old_sheet()

    with django_assert_max_num_queries(3 + 3 * 14):
        ask_due()
