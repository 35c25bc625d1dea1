import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from practices.models import PracticePage
from practices.vitality.forms import NOT_STOPPED
from practices.vitality.links import link
from practices.vitality.models import Answer, Question, Reading
from tests.factories.territories import MembershipFactory
from tests.factories.vitality import QuestionFactory, old_sheet

pytestmark = pytest.mark.django_db
SPACE = reverse("practices:my_practices")


@pytest.fixture
def practice(territory, place):
    return old_sheet(lead=territory, title="Partager un informaticien", contact_email="contact@luzy.example")


@pytest.fixture
def question(practice):
    return QuestionFactory(practice=practice)


@pytest.fixture
def address(question):
    return link(question, "contact@luzy.example")


@pytest.fixture
def desk(question):
    return reverse("practices:still_running", args=[question.practice_id])


def given():
    return Question.objects.values_list("answer", "cause", "why").get()


def text_of(response):
    return " ".join(response.content.decode().split())


def test_my_space_says_by_when_to_answer(town, question):
    Question.objects.update(asked_at=datetime.datetime(2025, 3, 1, 12, tzinfo=datetime.UTC))
    Question.objects.update(reminded_at=datetime.datetime(2025, 4, 2, 12, tzinfo=datetime.UTC))

    html = text_of(town.get(SPACE))

    assert "Sans réponse avant le 2 mai 2025, la fiche dira que vous n’avez pas répondu." in html


@pytest.mark.parametrize(("days", "left"), [(0, 60), (20, 40), (30, 30), (300, 30)])
def test_sheet_is_said_silent_a_month_after_a_reminder_that_comes_after_a_month(question, days, left):
    question.asked_at = timezone.now() - datetime.timedelta(days=days)

    assert question.silent_on == timezone.localdate() + datetime.timedelta(days=left)


def test_reading_the_link_changes_nothing(client, address):
    responses = [client.get(address), client.head(address)]

    assert [response.status_code for response in responses] == [200, 200]
    assert responses[0]["X-Robots-Tag"] == "noindex"
    assert given() == ("", "", "")


def test_link_answers_once_and_a_replay_is_harmless(client, address, practice):
    for verdict in (Answer.RUNNING, Answer.CHANGED, Answer.RUNNING):
        response = client.post(address, {"verdict": verdict}, follow=True)
        assert "la pratique fonctionne toujours" in text_of(response)
        assert response.status_code == 200

    assert given() == (Answer.RUNNING, "", "")
    today = datetime.date.today().isoformat()
    assert f'vérifié le <time datetime="{today}">' in text_of(client.get(practice.url))


def test_stop_is_read_on_the_sheet_at_once_without_its_words(client, address, practice):
    data = {"verdict": Answer.STOPPED, "cause": "financement", "since": "30/06/2026", "why": "Crédits perdus"}

    client.post(address, data)

    page = text_of(client.get(practice.url))
    assert 'Pratique arrêtée le <time datetime="2026-06-30">' in page
    assert "Le financement a pris fin, dit la collectivité" in page
    assert "Crédits perdus" not in page
    Question.objects.update(reading=Reading.SHOWN)
    assert "«&nbsp;Crédits perdus&nbsp;»" in client.get(practice.url).text


STOP = {"verdict": Answer.STOPPED, "cause": "financement"}
BUTTON = {"not_stopped": "on"}


def test_wrong_stop_is_corrected_by_the_same_link_in_one_step(client, address, practice):
    assert "Corriger" in client.post(address, STOP, follow=True).text

    for _ in range(2):
        response = client.post(address, BUTTON, follow=True)
        assert "la pratique fonctionne toujours" in text_of(response)

    assert given() == (Answer.RUNNING, "", "")
    assert "Rien n’a changé" in response.text
    assert "Corriger" not in response.text
    assert "Pratique arrêtée" not in client.get(practice.url).text


def test_wrong_stop_is_corrected_from_the_row_of_the_sheet(town, desk, practice):
    assert "Elle n’est pas arrêtée" not in town.get(SPACE).text
    town.post(desk, STOP)
    row = town.get(SPACE).text
    assert f'action="{desk}"' in row
    assert "Elle n’est pas arrêtée" in row

    town.post(desk, BUTTON)

    assert given() == (Answer.RUNNING, "", "")
    assert "Elle n’est pas arrêtée" not in town.get(SPACE).text


def test_correction_is_refused_to_others_and_by_a_dead_link(client, address, practice, desk):
    client.post(address, STOP)
    PracticePage.objects.filter(pk=practice.pk).update(contact_email="autre@luzy.example")

    assert client.post(address, BUTTON).status_code == 404
    client.force_login(MembershipFactory(confirmed=True).user)
    assert client.post(desk, BUTTON).status_code == 404
    assert given() == (Answer.STOPPED, "financement", "")


def test_changed_leads_to_the_edit_page(client, address, practice):
    response = client.post(address, {"verdict": Answer.CHANGED}, follow=True)

    assert reverse("practices:edit", args=[practice.pk]) in text_of(response)
    assert "La pratique a changé depuis" in text_of(client.get(practice.url))


def test_member_who_says_changed_goes_on_writing(town, desk, practice):
    response = town.post(desk, {"verdict": Answer.CHANGED})

    assert response.url == reverse("practices:edit", args=[practice.pk])


@pytest.mark.parametrize(
    ("data", "field", "error"),
    [
        ({}, "verdict", "Choisissez votre réponse."),
        ({"verdict": "peut-être"}, "verdict", "Choisissez l’une des trois réponses."),
        ({"verdict": "arretee"}, "cause", "Choisissez pourquoi elle est arrêtée."),
        (
            {"verdict": "arretee", "cause": "usage", "since": "30/06/2199"},
            "since",
            "Cette date est à venir. Donnez une date passée ou celle du jour.",
        ),
        (
            {"verdict": "en-service", "cause": "usage"},
            "verdict",
            NOT_STOPPED,
        ),
    ],
    ids=["nothing", "unknown", "no cause", "to come", "both"],
)
def test_refusal_says_why_and_keeps_what_was_typed(client, address, data, field, error):
    response = client.post(address, data | {"why": "Nous hésitons."})

    assert response.status_code == 400
    assert response.context["form"].errors == {field: [error]}
    assert "Nous hésitons." in response.content.decode()
    assert given() == ("", "", "")


def test_dead_link_says_what_to_do(client):
    response = client.get(reverse("practices:still_running_link", args=["x"]))

    assert response.status_code == 404
    assert SPACE in response.content.decode()


def test_link_after_a_new_version_says_that_nothing_is_asked(client, address, practice):
    PracticePage.objects.get(pk=practice.pk).save_revision().publish()

    responses = [
        client.get(address),
        client.post(address, {"verdict": Answer.STOPPED, "cause": "usage"}, follow=True),
    ]

    assert ["Rien n’est demandé sur cette fiche." in text_of(response) for response in responses] == [
        True,
        True,
    ]
    assert given() == ("", "", "")


def test_desk_shows_what_is_asked_until_it_is_answered(town, desk):
    assert desk in town.get(SPACE).content.decode()

    response = town.post(desk, {"verdict": Answer.RUNNING}, follow=True)

    assert "la pratique fonctionne toujours" in text_of(response)
    assert desk not in town.get(SPACE).content.decode()


def test_second_member_sees_what_the_first_said(town, desk):
    town.post(desk, {"verdict": Answer.RUNNING})

    response = town.post(desk, {"verdict": Answer.STOPPED, "cause": "usage"}, follow=True)

    assert "la pratique fonctionne toujours" in text_of(response)
    assert given() == (Answer.RUNNING, "", "")


def test_person_of_another_town_finds_nothing(client, desk):
    client.force_login(MembershipFactory(confirmed=True).user)

    assert [client.get(desk).status_code, client.post(desk, {"verdict": "en-service"}).status_code] == [
        404,
        404,
    ]
    assert given() == ("", "", "")


def test_sheet_of_which_nothing_was_asked_says_so(town, practice):
    response = town.get(reverse("practices:still_running", args=[practice.pk]))

    assert "Rien n’est demandé sur cette fiche." in text_of(response)


def test_silence_is_said_on_the_sheet(client, practice):
    QuestionFactory(practice=practice, silent=True)

    page = text_of(client.get(practice.url))

    assert "Sans nouvelle de cette pratique" in page
    assert page.count("<time") == 3
