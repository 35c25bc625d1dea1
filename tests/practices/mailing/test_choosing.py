"""Which mails leave for whom, and the two ways to say so: the page, and the link in a mail."""

import re

import pytest
from django.core import mail

from practices.conversations.models import Message
from practices.mailing import choosing
from practices.mailing.links import stop_link
from practices.mailing.models import Kind, Refusal
from practices.mails import send
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/compte/courriels/"


def send_message(*users):
    send("message", users, kind=Kind.MESSAGES, message=Message(text="Bonjour"), title="L’école", address="/")


def link_in(sent):
    return re.search(r"http://testserver(/courriels/arret/\S+)", sent.body)[1]


def test_refused_kind_leaves_for_the_others_only():
    refusing, other, closed = UserFactory(), UserFactory(), UserFactory(is_active=False)
    choosing.refuse(refusing.pk, Kind.MESSAGES)
    choosing.refuse(other.pk, Kind.REUSES)

    send_message(refusing, other, closed)

    assert [sent.to for sent in mail.outbox] == [[other.email]]


def test_mail_of_no_kind_always_leaves_and_shows_no_way_out():
    user = UserFactory()
    for kind in Kind:
        choosing.refuse(user.pk, kind)

    send("changes", [user], title="L’école", reason="Précisez.", address="/")

    [sent] = mail.outbox
    assert "/arret/" not in sent.body
    assert "List-Unsubscribe" not in sent.extra_headers


def test_one_post_of_a_mail_program_stops_the_kind(client, member):
    send_message(member)
    link = link_in(mail.outbox[0])

    assert mail.outbox[0].extra_headers["List-Unsubscribe"] == f"<http://testserver{link}>"
    assert mail.outbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for _ in range(2):
        assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200

    send_message(member)
    assert len(mail.outbox) == 1
    assert list(Refusal.objects.values_list("user", "kind")) == [(member.pk, Kind.MESSAGES)]


def test_programs_that_open_links_stop_nothing(client, member):
    link = stop_link(member, Kind.MESSAGES)

    assert client.get(link).status_code == client.head(link).status_code == 200

    assert not Refusal.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_link_that_is_not_ours_stops_nothing(client, member, method):
    send_message(member)
    link = link_in(mail.outbox[0])
    forged = [link[:-2] + "x/", "/courriels/arret/x/"]

    assert [getattr(client, method)(path).status_code for path in forged] == [404, 404]
    assert not Refusal.objects.exists()


def test_link_of_a_closed_account_says_so(client):
    user = UserFactory()
    link = stop_link(user, Kind.MESSAGES)
    user.delete()

    assert client.post(link).status_code == 404


def test_page_shows_what_is_received_and_keeps_what_is_chosen(town, member):
    choosing.refuse(member.pk, Kind.REUSES)

    form = town.get(PAGE).context["form"]
    assert form["kinds"].value() == [Kind.MESSAGES, Kind.MEMBERSHIPS, Kind.REMINDERS]
    assert Kind.REVIEWS not in dict(form.fields["kinds"].choices)

    town.post(PAGE, {"kinds": [Kind.REUSES]})

    assert choosing.chosen_by(member) == [Kind.REUSES]


def test_everything_may_be_turned_off_at_once(town, member):
    town.post(PAGE, {})

    assert choosing.chosen_by(member) == []


def test_moderator_chooses_their_mails_too_and_what_is_not_offered_stays(client, moderator):
    client.force_login(moderator)
    client.post(PAGE, {"kinds": [Kind.MESSAGES]})
    assert not choosing.wanting([moderator], Kind.REVIEWS)

    moderator.groups.clear()
    client.post(PAGE, {"kinds": list(set(Kind) - choosing.OF_MODERATORS)})

    assert set(Refusal.objects.values_list("kind", flat=True)) == choosing.OF_MODERATORS


def test_unknown_kind_changes_nothing(town, member):
    response = town.post(PAGE, {"kinds": ["tout", Kind.REUSES]})

    assert response.status_code == 400
    assert choosing.chosen_by(member) == [kind for kind in Kind if kind not in choosing.OF_MODERATORS]


def test_closing_an_account_forgets_its_choices(member):
    choosing.refuse(member.pk, Kind.REUSES)
    member.delete()

    assert not Refusal.objects.exists()
