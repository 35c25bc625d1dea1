import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from practices.conversations.models import Message
from practices.drafts import save_draft, version_of
from practices.forms.steps import MeansForm
from practices.models import PracticePage
from practices.review import submit
from practices.steps import StepConverter
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db
NEW = "/mon-espace/fiches/nouvelle/"
JSON = {"Accept": "application/json"}
KEY = "6f1a7c1e-8a39-4a0e-9d86-0d5f3e0f9a12"


@pytest.fixture
def practice(territory):
    return PracticeFactory(lead=territory)


@pytest.fixture
def means(practice):
    return reverse("practices:step", args=[practice.pk, StepConverter.SHARED["moyens"]])


def seen(practice):
    draft = PracticePage.objects.get(pk=practice.pk).get_latest_revision_as_object()
    return version_of(draft, MeansForm.content_names())


def test_page_that_saves_itself_is_told_when_and_what_it_has_seen(town, practice, means):
    response = town.post(means, {"staffing": "Un agent.", "seen": seen(practice)}, headers=JSON)

    answer = response.json()
    assert re.fullmatch("Brouillon enregistré à [0-9]{1,2}\u00a0h\u00a0[0-9]{2}\\.", answer.pop("saved"))
    assert answer == {"seen": seen(practice), "address": means, "refused": []}
    assert "Accept" in response["Vary"]


def test_page_that_saves_itself_keeps_what_is_right_and_names_what_is_not(town, practice, means):
    response = town.post(means, {"staffing": "Un agent.", "investment": "cher"}, headers=JSON)

    answer = response.json()
    assert answer["refused"] == ["Investissement, en euros"]
    assert answer["saved"].endswith(", sauf «\u00a0Investissement, en euros\u00a0»\u00a0: à corriger.")
    draft = PracticePage.objects.get().get_latest_revision_as_object()
    assert (draft.staffing, draft.investment) == ("Un agent.", None)


def test_new_sheet_saves_itself_once_however_often_it_is_sent(town, territory):
    typed = {"lead": territory.pk, "title": "Prêter", "key": KEY}

    first = town.post(NEW, typed, headers=JSON).json()
    town.post(NEW, typed | {"title": "Prêter des"}, headers=JSON)
    last = town.post(NEW, typed | {"title": "Prêter des vélos"}, headers=JSON).json()

    practice = PracticePage.objects.get()
    assert practice.title == "Prêter des vélos"
    assert first["address"] == last["address"] == reverse("practices:edit", args=[practice.pk])


def test_new_sheet_for_nobody_is_refused_in_plain_words(town):
    response = town.post(NEW, {"title": "Prêter", "lead": "0"}, headers=JSON)

    assert response.status_code == 400
    assert response.json() == {"refusal": "Choisissez une collectivité que vous représentez."}


def test_second_tab_is_told_and_overwrites_nothing(town, member, practice, means):
    before = seen(practice)
    save_draft(practice, user=member, data={"staffing": "Deux agents."})

    response = town.post(means, {"staffing": "Un agent.", "seen": before, "key": KEY}, headers=JSON)

    assert response.status_code == 409
    assert "a enregistré une version plus récente à" in response.json()["conflict"]
    assert PracticePage.objects.get().staffing == "Deux agents."


def test_sheet_sent_meanwhile_is_not_changed(town, member, practice, means):
    submit(practice, user=member)

    response = town.post(means, {"staffing": "Un agent."}, headers=JSON)

    assert response.status_code == 403
    assert response.json() == {
        "refusal": "Cette fiche est en relecture ou archivée\u00a0: elle ne peut pas être modifiée."
    }


def test_session_that_ended_is_told_to_the_page(client, practice, means):
    response = client.post(means, {"staffing": "Un agent."}, headers=JSON)

    assert (response.status_code, response.json()) == (401, {"ended": True})


def test_session_that_ended_keeps_what_was_posted(client, member, practice, means):
    typed = {"staffing": "Un agent.\nDeux <b>", "programmes": ["1", "2"]}

    response = client.post(means, typed)

    html = response.content.decode()
    assert response.status_code == 401
    assert 'name="staffing" value="Un agent.\nDeux &lt;b&gt;"' in html
    assert html.count('name="programmes"') == 2
    assert "csrfmiddlewaretoken" not in [name for name, _ in response.context["posted"]]


def test_form_older_than_the_login_keeps_what_was_posted(member, practice, means):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)

    response = strict.post(means, {"staffing": "Un agent.", "csrfmiddlewaretoken": "a" * 32})
    token = strict.cookies["csrftoken"].value
    again = strict.post(means, dict(response.context["posted"]) | {"csrfmiddlewaretoken": token})

    assert response.status_code == 403
    assert response.context["posted"] == [("staffing", "Un agent.")]
    assert again.url == means
    assert PracticePage.objects.get().staffing == "Un agent."


WORDS = {
    "practices:conversation": [1],
    "practices:answer_remark": [1, 2],
    "practices:delete": [1],
    "practices:bearing": [1],
    "practices:still_running": [1],
    "practices:join": [],
    "practices:bearing_address": [1, 2],
    "practices:begin_interview": [],
    "practices:interview": [1],
    "practices:reuse": ["partager-un-poste"],
}


@pytest.mark.parametrize("name", WORDS)
def test_words_outside_the_form_stay_when_the_session_has_ended(client, name):
    response = client.post(reverse(name, args=WORDS[name]), {"text": "Un long message"})

    assert (response.status_code, response.context["posted"]) == (401, [("text", "Un long message")])
    assert "Envoyer ce que j’avais écrit" in response.content.decode()


@pytest.mark.parametrize("name", WORDS)
def test_words_in_a_form_older_than_the_login_stay(member, name):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)

    response = strict.post(reverse(name, args=WORDS[name]), {"text": "Un long message"})

    assert (response.status_code, response.context["posted"]) == (403, [("text", "Un long message")])


def test_choices_of_mails_stay_when_the_session_has_ended(client):
    response = client.post(reverse("practices:mail_choices"), {"kinds": ["a", "b"]})

    assert (response.status_code, response.context["posted"]) == (401, [("kinds", "a"), ("kinds", "b")])
    assert "Reprendre mes réponses" in response.content.decode()


def test_message_kept_when_the_session_ended_is_sent_after_the_login(client, member, practice):
    address = reverse("practices:conversation", args=[practice.pk])
    kept = client.post(address, {"text": "Un long message"}).context["posted"]
    client.force_login(member)

    client.post(address, dict(kept))

    assert [message.text for message in Message.objects.all()] == ["Un long message"]


def test_button_without_text_leads_to_the_login(client, practice):
    address = reverse("practices:delete", args=[practice.pk])

    assert client.post(address).url == f"/compte/connexion/?next={address}"


def test_files_sent_by_script_after_the_session_are_told_apart_from_a_cut(client, practice):
    address = reverse("practices:files", args=[practice.pk])

    response = client.post(
        address, {"files": SimpleUploadedFile("a.csv", b"a")}, headers={"HX-Request": "true"}
    )

    assert (response.status_code, response.json()) == (401, {"ended": True})


def test_files_sent_by_the_button_after_the_session_are_said_lost_and_texts_stay(client, practice):
    address = reverse("practices:files", args=[practice.pk])

    response = client.post(address, {"files": SimpleUploadedFile("a.csv", b"a"), "x-alt": "Un vélo"})

    assert response.context["posted"] == [("x-alt", "Un vélo")]
    assert "Les fichiers, eux, sont à choisir de nouveau." in response.content.decode()
