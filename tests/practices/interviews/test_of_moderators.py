import re

import pytest
from django.urls import reverse

from practices.files.models import SheetFile
from practices.interviews.links import read
from practices.interviews.models import Interview
from practices.models import PracticePage
from practices.steps import StepConverter
from tests.factories.interviews import begin_interview
from tests.factories.practices import ModeratorFactory
from tests.practices.files.made import PDF, upload

pytestmark = pytest.mark.django_db
BEGIN = "/mon-espace/entretiens/nouveau/"


@pytest.fixture
def desk(client, moderator, place):
    """A browser in which the moderator is logged in."""
    client.force_login(moderator)
    return client


@pytest.fixture
def call(territory):
    return {
        "territory": territory.code,
        "called_on": "12/11/2025",
        "person": "Anne  Petit",
        "function": "Secrétaire de mairie",
        "email": "mairie@luzy.example",
        "key": "6f1a7c1e-8a39-4a0e-9d86-0d5f3e0f9a11",
    }


def test_moderator_finds_the_town_and_writes_in_its_form(desk, call, territory):
    assert BEGIN in desk.get(reverse("desk")).text
    assert "Luzy" in desk.get(f"{BEGIN}?q=luzy").text

    response = desk.post(f"{BEGIN}?q=luzy", call)
    desk.post(f"{BEGIN}?q=luzy", call)

    interview = Interview.objects.get()
    assert response.url == reverse("practices:edit", args=[interview.practice_id])
    assert interview.person == "Anne Petit"
    form = desk.get(response.url).context["form"]
    assert form.initial["lead"] == territory
    assert form.initial["contact_email"] == "mairie@luzy.example"


def test_call_that_lacks_something_keeps_the_rest(desk, call):
    response = desk.post(f"{BEGIN}?q=luzy", call | {"person": "", "email": "mairie", "called_on": "demain"})

    assert response.status_code == 400
    assert set(response.context["form"].errors) == {"person", "email", "called_on"}
    assert 'value="Secrétaire de mairie"' in response.text
    assert not Interview.objects.exists()


def test_town_of_one_s_own_is_written_from_the_space(desk, call, moderator, territory):
    moderator.memberships.create(territory=territory, status="confirmed")

    response = desk.post(f"{BEGIN}?q=luzy", call)

    assert response.status_code == 400
    assert "Vous représentez cette collectivité" in response.text


def test_all_steps_and_files_are_the_moderator_s_too(desk, interview, moderator):
    pk = interview.practice_id
    step = reverse("practices:step", args=[pk, StepConverter.SHARED["moyens"]])

    saved = desk.post(step, {"staffing": "Un agent."}, headers={"Accept": "application/json"})
    desk.post(reverse("practices:files", args=[pk]), {"files": upload("note.pdf", PDF)})

    assert saved.json()["address"] == step
    assert PracticePage.objects.get().staffing == "Un agent."
    assert SheetFile.objects.get().sent_by == moderator


def test_last_step_leads_to_the_town_and_submits_nothing(desk, interview, mailoutbox):
    address = reverse("practices:submit", args=[interview.practice_id])

    shown = desk.get(address)
    desk.post(address)

    assert "Envoyer à la collectivité" in shown.text
    assert "Envoyer en relecture" not in shown.text
    assert not PracticePage.objects.get().workflow_in_progress


def test_link_is_sent_to_the_address_and_again_to_another(desk, interview, mailoutbox):
    address = reverse("practices:interview", args=[interview.practice_id])

    for email in ("mairie@luzy.example", "maire@luzy.example"):
        response = desk.post(address, {"email": email}, follow=True)
        assert f"Le lien est parti à {email}." in response.text

    assert [mail.to for mail in mailoutbox] == [["mairie@luzy.example"], ["maire@luzy.example"]]
    assert mailoutbox[0].body != mailoutbox[1].body


def test_link_asked_twice_by_the_same_page_is_sent_once(desk, interview, mailoutbox):
    address = reverse("practices:interview", args=[interview.practice_id])
    for _ in range(2):  # the first link, then another
        form = desk.get(address).context["form"]
        posted = {name: form[name].value() for name in form.fields}
        told = [desk.post(address, posted, follow=True).text for _ in range(2)]
        assert all("Le lien est parti à" in text for text in told)

    assert len(mailoutbox) == 2
    token = re.search("entretiens/([^/]+)/", mailoutbox[1].body)[1]
    assert read(token).link == Interview.objects.get().link


def test_wrong_address_sends_nothing(desk, interview, mailoutbox):
    response = desk.post(reverse("practices:interview", args=[interview.practice_id]), {"email": "mairie"})

    assert response.status_code == 400
    assert not mailoutbox


def test_list_shows_own_interviews_in_a_constant_number_of_queries(
    desk, interview, moderator, django_assert_max_num_queries
):
    for _ in range(5):
        begin_interview(moderator=moderator)
    begin_interview(moderator=ModeratorFactory())

    with django_assert_max_num_queries(12):
        response = desk.get(reverse("practices:interviews"))

    assert len(response.context["interviews"]) == 6


def test_others_find_no_interview(client, interview, member):
    client.force_login(member)

    assert client.get(reverse("practices:interview", args=[interview.practice_id])).status_code == 404


def test_colleague_takes_up_an_interview_and_goes_on(client, interview, moderator, place, mailoutbox):
    colleague = ModeratorFactory(association="Villes Internet")
    client.force_login(colleague)
    pages = {
        name: reverse(f"practices:{name}", args=[interview.practice_id])
        for name in ("interview", "take_up_interview", "edit")
    }
    assert pages["interview"] in client.get(reverse("practices:interviews")).text.partition("Ceux de vos")[2]
    before = client.get(pages["interview"])
    assert f"suivi par {moderator}" in before.text
    assert f'href="{pages["edit"]}"' not in before.text
    client.post(pages["interview"], {"email": "mairie@luzy.example"})
    assert (client.get(pages["edit"]).status_code, mailoutbox) == (404, [])

    after = client.post(pages["take_up_interview"], follow=True)
    client.post(pages["interview"], {"email": "mairie@luzy.example"})

    assert "Vous suivez maintenant cet entretien." in after.text
    assert client.get(pages["edit"]).status_code == 200
    assert [mail.to for mail in mailoutbox] == [["mairie@luzy.example"]]
    client.force_login(moderator)
    assert client.get(pages["edit"]).status_code == 404


def test_member_finds_the_sheet_in_the_space(client, interview, member):
    client.force_login(member)

    assert "Partager un informaticien" in client.get(reverse("practices:my_practices")).text
