"""Each collectivity is asked once, by mail or by a link; its answer is told to the lead once."""

import datetime
import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from practices.mutualisation import sending
from practices.mutualisation.models import Answer, Bearing
from practices.mutualisation.sending import send_link
from practices.mutualisation.writing import answer, ask_named, note
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
EMAIL = "mairie@voisine.example"


@pytest.fixture
def neighbour():
    return TerritoryFactory(name="Voisine")


@pytest.fixture
def practice(territory, neighbour):
    return PracticeFactory(lead=territory, title="L’école", co_bearers=[neighbour])


@pytest.fixture
def bearing(practice):
    return practice.bearings.get()


def test_members_of_a_collectivity_are_asked_once(territory, neighbour):
    people = [MembershipFactory(territory=neighbour, confirmed=True).user for _ in range(2)]
    MembershipFactory(territory=neighbour)
    MembershipFactory(territory=neighbour, confirmed=True, user__is_active=False)

    practice = PracticeFactory(lead=territory, title="L’école", co_bearers=[neighbour])
    practice.save_revision()

    assert [sent.to for sent in mail.outbox] == [[user.email] for user in people]
    sent = mail.outbox[0]
    assert sent.subject == "Voisine (29) porte-t-elle cette pratique\u00a0: L’école"
    address = reverse("practices:bearing", args=[practice.bearings.get().pk])
    assert re.findall(r"http://\S+", sent.body) == [f"http://testserver{address}"]


def test_example_asks_nobody(neighbour):
    MembershipFactory(territory=neighbour, confirmed=True)

    PracticeFactory(example=True, co_bearers=[neighbour])

    assert mail.outbox == []


def test_asking_several_reads_their_people_once(territory, django_assert_num_queries):
    several = [MembershipFactory(confirmed=True).territory.pk for _ in range(6)]
    practice = PracticeFactory(lead=territory)

    with django_assert_num_queries(4 + 2):  # rows, new ones, those read back, people; and the savepoint
        ask_named({practice.pk: {"lead": territory.pk, "co_bearers": several}})

    assert len(mail.outbox) == 6


def test_link_answers_without_an_account(client, bearing, member):
    send_link(bearing, user=member, email=EMAIL)
    [sent] = mail.outbox
    assert sent.to == [EMAIL]
    [address] = re.findall(r"http://testserver(\S+)", sent.body)
    mail.outbox.clear()

    client.post(address, {"verdict": Answer.CONFIRMED})

    bearing.refresh_from_db()
    assert (bearing.answer, bearing.answered_address) == (Answer.CONFIRMED, EMAIL)
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        ([member.email], "Voisine (29) confirme\u00a0: L’école")
    ]


def test_one_link_a_week(bearing, member):
    send_link(bearing, user=member, email=EMAIL)

    with pytest.raises(ValidationError, match=f"vers {EMAIL}"):
        send_link(bearing, user=member, email="autre@voisine.example")
    Bearing.objects.update(link_sent_at=bearing.asked_at - datetime.timedelta(days=8))
    send_link(bearing, user=member, email="autre@voisine.example")

    assert [sent.to for sent in mail.outbox] == [[EMAIL], ["autre@voisine.example"]]


@pytest.mark.parametrize("own", ["member", "contact"])
def test_link_to_the_lead_itself_is_refused(bearing, member, own):
    address = member.email if own == "member" else bearing.practice.contact_email

    with pytest.raises(ValidationError, match=sending.YOUR_OWN):
        send_link(bearing, user=member, email=address.upper())

    assert mail.outbox == []


def test_link_is_for_a_collectivity_with_nobody_here_that_waits(bearing, member, stranger, neighbour):
    def refused(user):
        with pytest.raises(PermissionDenied):
            send_link(bearing, user=user, email=EMAIL)

    refused(stranger)
    Bearing.objects.update(answer=Answer.DECLINED)
    refused(member)
    Bearing.objects.update(answer=Answer.WAITING, is_proposed=False)
    refused(member)
    Bearing.objects.update(is_proposed=True)
    MembershipFactory(territory=neighbour, confirmed=True)
    refused(member)
    assert mail.outbox == []


def test_moderator_sends_a_link_too(bearing, moderator):
    send_link(bearing, user=moderator, email=EMAIL)

    assert [sent.to for sent in mail.outbox] == [[EMAIL]]


def test_lead_is_told_of_an_answer_once(bearing, member, neighbour):
    user = MembershipFactory(territory=neighbour, confirmed=True).user

    for _ in range(2):
        answer(bearing, user=user, verdict=Answer.DECLINED, reason="Pas nous.")

    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([member.email], "Voisine (29) décline\u00a0: L’école")
    assert "Pas nous." in sent.body
    assert reverse("practices:co_bearers", args=[bearing.practice_id]) in sent.body


def test_lead_is_told_of_what_a_moderator_noted(bearing, member, moderator):
    note(bearing, user=moderator, verdict=Answer.CONFIRMED)
    note(bearing, user=moderator, verdict=Answer.WAITING)

    assert [sent.subject for sent in mail.outbox] == ["Voisine (29) confirme\u00a0: L’école"]
