"""Collectivities named on a sheet that have not answered."""

from datetime import timedelta

import pytest
from django.utils import timezone
from mailer.engine import send_all

from practices.mailing import choosing
from practices.mailing.models import Kind
from practices.mailing.reminders import send_due
from practices.mutualisation.models import Answer, Bearing
from practices.mutualisation.reminding import reminders_to_answer
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory
from tests.mailbox import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def neighbour():
    return TerritoryFactory(name="Voisine")


@pytest.fixture
def people(neighbour):
    return [MembershipFactory(territory=neighbour, confirmed=True).user for _ in range(2)]


@pytest.fixture
def asked(territory, neighbour):
    """What the neighbour was asked that many days ago."""

    def make(days=15, **values):
        sheet = PracticeFactory(lead=territory, title="L’école", co_bearers=[neighbour], **values)
        change(sheet.bearings, asked_at=timezone.now() - timedelta(days=days))
        return sheet.bearings.get()

    return make


def change(bearings, **values):
    bearings.update(**values)


def test_members_of_the_asked_collectivity_receive_one_mail_each(asked, people, smtp_server):
    bearing = asked()

    sent = [send_due(), send_due()]
    send_all()

    assert sent == [2, 0]
    reminders = [message for message in smtp_server.messages if "Rappel" in message["Subject"]]
    assert sorted(message["To"] for message in reminders) == sorted(user.email for user in people)
    assert {message["Subject"].strip() for message in reminders} == {
        "Rappel\u00a0: La fiche «\u00a0L’école\u00a0» attend depuis plus de deux semaines "
        "la réponse de Voisine (29)"
    }
    link = f"http://testserver/mon-espace/pratiques-portees/{bearing.pk}/"
    assert f"\nRépondre oui ou non\u00a0:\n{link}" in text_of(reminders[0])


def test_those_who_turned_reminders_off_are_told_nothing(asked, people):
    asked()
    for user in people:
        choosing.refuse(user.pk, Kind.REMINDERS)

    assert send_due() == 0


@pytest.mark.parametrize("days", [13, 45])
def test_nobody_is_reminded_too_early_or_too_late(asked, people, days):
    asked(days)

    assert list(reminders_to_answer()) == []


def test_nobody_is_reminded_of_what_waits_for_no_answer(asked, people):
    asked(example=True)
    asked(archived=True)
    change(Bearing.objects.filter(pk=asked().pk), answer=Answer.DECLINED)
    change(Bearing.objects.filter(pk=asked().pk), is_proposed=False)

    assert list(reminders_to_answer()) == []


def test_collectivity_without_people_is_reminded_by_nobody(asked, territory, member):
    asked()

    assert list(reminders_to_answer()) == []


def test_people_are_read_once(asked, people, django_assert_num_queries):
    asked()
    asked()

    with django_assert_num_queries(2):
        assert len(list(reminders_to_answer())) == 4
