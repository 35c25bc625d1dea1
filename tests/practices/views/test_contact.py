import pytest
from django.core import mail
from django.utils import timezone

from practices.models import Attempt
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(territory):
    return PracticeFactory(published=True, lead=territory, title="Partager un informaticien")


@pytest.fixture
def message(form_token):
    def make(**changes):
        written = {
            "name": "Élodie Petit",
            "email": "elodie@autre.example",
            "message": "Bonjour,\nQuel est le coût\u202f?",
            "form_token": form_token(),
        }
        return written | changes

    return make


def address(practice):
    return f"/fiches/{practice.slug}/ecrire/"


def test_contact_sends_the_message_without_showing_the_address(client, practice, message):
    page = client.get(address(practice)).content.decode()

    response = client.post(address(practice), message())

    assert practice.contact_email not in page
    assert response.url == practice.url
    sent = mail.outbox[0]
    assert (sent.to, sent.reply_to) == ([practice.contact_email], ["elodie@autre.example"])
    assert sent.subject == "Question sur votre fiche\u00a0: Partager un informaticien"
    assert "Quel est le coût\u202f?" in sent.body
    assert practice.contact_email not in sent.body


def test_contact_keeps_what_was_typed_when_something_is_wrong(client, practice, message):
    response = client.post(address(practice), message(email="elodie", name=""))

    assert response.status_code == 400
    assert set(response.context["form"].errors) == {"email", "name"}
    assert "Quel est le coût" in response.content.decode()
    assert not mail.outbox


@pytest.mark.parametrize("field", ["name", "email", "message"])
def test_contact_cannot_add_headers(client, practice, message, field):
    evil = {"email": "a@b.example\nBcc: victime@example.org"}.get(field, "Moi\r\nBcc: victime@example.org")

    client.post(address(practice), message(**{field: evil}))

    assert [(sent.recipients(), "victime" in sent.subject) for sent in mail.outbox] in (
        [],
        [([practice.contact_email], False)],
    )


def test_contact_sends_one_mail_for_one_form(client, practice, message):
    written = message()

    first, second = client.post(address(practice), written), client.post(address(practice), written)

    assert first.url == second.url
    assert len(mail.outbox) == 1


def test_contact_whose_mail_could_not_be_queued_sends_it_when_posted_again(
    client, practice, message, settings
):
    written, queue = message(), settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "nowhere.Backend"
    with pytest.raises(ImportError):
        client.post(address(practice), written)
    settings.EMAIL_BACKEND = queue

    client.post(address(practice), written)

    assert [sent.to for sent in mail.outbox] == [[practice.contact_email]]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"website": "https://spam.example"}, "Laissez vide la case cachée"),
        ({"form_token": "forgé"}, "ouverte depuis trop longtemps"),
        ({"form_token": ""}, "ouverte depuis trop longtemps"),
    ],
)
def test_contact_stops_robots(client, practice, message, changes, said):
    response = client.post(address(practice), message(**changes))

    assert response.status_code == 400
    assert said in response.content.decode()
    assert not mail.outbox


def test_contact_stops_a_form_sent_at_once(client, practice, message):
    token = client.get(address(practice)).context["form"].initial["form_token"]

    client.post(address(practice), message(form_token=token))

    assert not mail.outbox


def test_contact_is_limited_by_place_then_by_sheet(client, practice, message):
    answers = [client.post(address(practice), message()).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]

    for place in range(20):
        response = client.post(address(practice), message(), REMOTE_ADDR=f"10.0.0.{place}")

    assert response.status_code == 429
    assert "Réessayez demain" in response.content.decode()
    assert len(mail.outbox) == 20
    assert not Attempt.objects.filter(key__contains="10.0").exists()


def test_contact_of_a_sheet_without_address_says_so(client, territory, message):
    practice = PracticeFactory(published=True, lead=territory, contact_email="")

    page = client.get(address(practice))
    client.post(address(practice), message())

    assert "pas d’adresse de contact" in page.content.decode()
    assert "<textarea" not in page.content.decode()
    assert not mail.outbox


def test_contact_of_an_example_sends_nothing(client, territory, message):
    practice = PracticeFactory(example=True, lead=territory)

    page = client.get(address(practice))
    client.post(address(practice), message())

    assert "exemple inventé" in page.content.decode()
    assert not mail.outbox


@pytest.mark.parametrize("hidden", [{}, {"published": True, "archived_at": timezone.now()}])
def test_contact_of_a_hidden_sheet_is_not_found(client, territory, message, hidden):
    practice = PracticeFactory(lead=territory, **hidden)

    assert client.get(address(practice)).status_code == 404
    assert client.post(address(practice), message()).status_code == 404
