"""What is due for a person, gathered: one mail a day, each thing once, nothing when there is nothing."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from portal.management.commands.worker import clean_up
from practices.mailing import choosing
from practices.mailing.models import KEPT, Kind, Told
from practices.mailing.reminders import REMINDED_AFTER, REMINDED_UNTIL, Reminder, claim, send_due
from practices.mailing.signals import reminders_asked
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def due():
    """The reminders that an app gives."""
    reminders = []

    def give(**kwargs):
        return reminders

    reminders_asked.connect(give)
    yield reminders
    reminders_asked.disconnect(give)


def reminder(user, key, words="La fiche attend"):
    return Reminder(user, key, words, "Corriger la fiche", f"http://testserver/{key}/")


def pass_a_day():
    for told in Told.objects.all():
        Told.objects.filter(pk=told.pk).update(told_at=told.told_at - timedelta(days=1))


def test_one_thing_is_the_subject_and_the_button(due):
    user = UserFactory()
    due.append(reminder(user, "a"))

    assert send_due() == 1

    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([user.email], "Rappel\u00a0: La fiche attend")
    assert "\nLa fiche attend.\n\nCorriger la fiche\u00a0:\nhttp://testserver/a/\n" in sent.body
    assert 'href="http://testserver/a/"' in sent.alternatives[0][0]
    assert "List-Unsubscribe" in sent.extra_headers


def test_several_things_are_one_mail(due):
    user, other = UserFactory(), UserFactory()
    due += [reminder(user, "a"), reminder(other, "b"), reminder(user, "c", "Une\n\n- autre")]

    assert send_due() == 2

    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        ([user.email], "2\u00a0choses vous attendent"),
        ([other.email], "Rappel\u00a0: La fiche attend"),
    ]
    assert "- Une - autre\u00a0:\n  http://testserver/c/\n" in mail.outbox[0].body
    assert mail.outbox[0].alternatives[0][0].count("<li") == 2


def test_thing_is_said_once_and_the_next_one_on_another_day(due):
    user = UserFactory()
    due.append(reminder(user, "a"))
    assert [send_due(), send_due()] == [1, 0]

    due.append(reminder(user, "b"))
    assert send_due() == 0
    pass_a_day()
    assert [send_due(), send_due()] == [1, 0]
    pass_a_day()
    assert send_due() == 0

    assert [sent.body.count("http://testserver/a/") for sent in mail.outbox] == [1, 0]


def test_nothing_for_nobody_and_for_those_who_turned_reminders_off(due):
    refusing, closed = UserFactory(), UserFactory(is_active=False)
    due += [reminder(refusing, "a"), reminder(closed, "a")]
    choosing.refuse(refusing.pk, Kind.REMINDERS)

    call_command("send_reminders", verbosity=0)

    assert (mail.outbox, Told.objects.count()) == ([], 0)


def test_reminder_with_a_mail_of_its_own_takes_the_day(due):
    user = UserFactory()
    due.append(reminder(user, "a"))

    assert claim(user, ["alone"]) == {"alone"}
    assert claim(user, ["alone", "another"]) == set()
    assert send_due() == 0


def test_nothing_is_said_when_the_mail_cannot_be_queued(due, settings):
    due.append(reminder(UserFactory(), "a"))
    settings.EMAIL_BACKEND = "nowhere.Backend"

    with pytest.raises(ImportError):
        send_due()

    assert not Told.objects.exists()


def test_account_that_is_closed_meanwhile_is_told_nothing(due):
    user = UserFactory()
    due.append(reminder(user, "a"))
    type(user).objects.filter(pk=user.pk).delete()

    assert send_due() == 0


def test_another_day_begins_at_midnight():
    user = UserFactory()
    claim(user, ["yesterday"])
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    Told.objects.update(told_at=midnight - timedelta(seconds=1))

    assert claim(user, ["today"]) == {"today"}


def test_what_was_said_is_forgotten_by_the_worker_once_nothing_could_say_it_again():
    user = UserFactory()
    Told.objects.create(user=user, key="old", told_at=timezone.now() - KEPT - timedelta(seconds=1))
    Told.objects.create(user=user, key="recent", told_at=timezone.now() - KEPT + timedelta(days=1))

    clean_up()

    assert [told.key for told in Told.objects.all()] == ["recent"]
    assert REMINDED_UNTIL - REMINDED_AFTER < KEPT
