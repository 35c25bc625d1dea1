"""The step of a draft that names other collectivities."""

import pytest
from django.core import mail
from django.urls import reverse

from practices.drafts import save_draft
from practices.models import PracticePage
from practices.mutualisation.models import Answer, Bearing
from practices.mutualisation.views import LINKS_A_DAY
from practices.steps import StepConverter
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
EMAIL = "mairie@autun.example"
SAVE = {"save": "1"}


@pytest.fixture
def autun():
    return TerritoryFactory(name="Autun", code="71014", department_code="71", postal_codes="71400")


@pytest.fixture
def decize():
    return TerritoryFactory(name="Decize", code="58095", department_code="58")


@pytest.fixture
def practice(territory, place):
    return PracticeFactory(lead=territory, title="L’école")


@pytest.fixture
def page(practice):
    return reverse("practices:co_bearers", args=[practice.pk])


def draft_of(practice):
    return PracticePage.objects.get(pk=practice.pk).get_latest_revision_as_object()


def named(practice):
    return [territory.name for territory in draft_of(practice).co_bearers.all()]


def form_of(town, page, **changes):
    """The form as its page shows it, with changes."""
    form = town.get(page).context["form"]
    hidden = {field.html_name: field.value() for field in form.hidden_fields()}
    ticked = [row.territory.code for row, is_ticked in form.named if is_ticked]
    return hidden | {"co_bearers": ticked, "find": ""} | changes


@pytest.mark.parametrize("text", ["Autun", "autun", "71014", "Autun (71) · 71014"])
def test_collectivity_is_named_by_name_or_code_and_asked(town, practice, page, autun, text):
    response = town.post(page, form_of(town, page, find=text) | SAVE)

    assert response.url == page
    assert named(practice) == ["Autun"]
    assert [row.territory for row in Bearing.objects.unanswered()] == [autun]
    html = town.get(page).content.decode()
    assert "Autun (71), commune" in html
    assert "Sans réponse" in html


def test_what_is_typed_counts_for_every_button(town, practice, page, autun):
    response = town.post(page, form_of(town, page, find="Autun", go_on="1"))

    assert response.url == reverse(
        "practices:step", args=[practice.pk, StepConverter.SHARED["mutualisation"]]
    )
    assert named(practice) == ["Autun"]


def test_unclear_name_is_refused_with_what_it_may_mean(town, practice, page, autun, decize, member):
    TerritoryFactory(name="Autun-sur-Mer", code="71999", department_code="71")
    save_draft(practice, user=member, data={"co_bearers": [decize]})

    response = town.post(page, form_of(town, page, find="71400") | SAVE)

    assert response.status_code == 400
    assert response.context["form"].errors == {
        "find": ["Choisissez laquelle, ci-dessous, ou écrivez aussi son département."]
    }
    html = response.content.decode()
    assert 'name="adding" value="71014"' in html
    assert 'value="71400"' in html
    assert named(practice) == ["Decize"]

    town.post(page, form_of(town, page, find="71400", adding="71014"))

    assert named(practice) == ["Autun", "Decize"]


def test_unknown_name_and_the_lead_itself_are_refused(town, practice, page):
    for text, said in (
        ("Zzyzx", "Aucune collectivité ne correspond"),
        ("Luzy", "Luzy (58) raconte la fiche"),
    ):
        response = town.post(page, form_of(town, page, find=text) | SAVE)

        assert response.status_code == 400
        assert said in response.context["form"].errors["find"][0]
        assert f'value="{text}"' in response.content.decode()
    assert named(practice) == []


def test_unticked_collectivity_is_removed_and_comes_back_with_its_answer(town, practice, page, autun, member):
    save_draft(practice, user=member, data={"co_bearers": [autun]})
    practice.bearings.update(answer=Answer.DECLINED, reason="Pas nous.")

    town.post(page, form_of(town, page, co_bearers=[]) | SAVE)
    assert named(practice) == []
    town.post(page, form_of(town, page, find="Autun") | SAVE)

    html = town.get(page).content.decode()
    assert named(practice) == ["Autun"]
    assert "Déclinée" in html
    assert "Pas nous." in html


def test_page_that_saves_by_itself_adds_nothing_half_typed(town, practice, page, autun, decize, member):
    save_draft(practice, user=member, data={"co_bearers": [decize]})
    data = form_of(town, page, co_bearers=[], find="Autun")

    response = town.post(page, data, headers={"Accept": "application/json"})

    assert response.json()["address"] == page
    assert response.json()["refused"] == []
    assert named(practice) == []


def test_newer_version_of_a_colleague_is_not_overwritten(town, practice, page, autun, decize, colleague):
    data = form_of(town, page, find="Autun") | SAVE
    save_draft(practice, user=colleague, data={"co_bearers": [decize]})

    response = town.post(page, data)

    assert response.status_code == 409
    assert "Decize" in response.context["stale"]["differences"][0].text
    assert named(practice) == ["Decize"]


def test_ended_session_keeps_what_was_ticked_and_typed(client, practice, page, autun):
    response = client.post(page, {"co_bearers": ["71014"], "find": "Decize", "save": "1"})

    assert response.status_code == 401
    html = response.content.decode()
    assert 'name="co_bearers" value="71014"' in html
    assert 'name="find" value="Decize"' in html


def test_unknown_code_is_refused_in_french(town, practice, page):
    response = town.post(page, form_of(town, page, co_bearers=["x", "71014"]) | SAVE)

    assert response.status_code == 400
    assert "Ajoutez-la de nouveau" in response.context["form"].errors["co_bearers"][0]


def test_step_is_in_the_stepper_the_check_and_the_history(town, practice, page, autun, member):
    save_draft(practice, user=member, data={"co_bearers": [autun]})

    html = town.get(reverse("practices:submit", args=[practice.pk])).content.decode()

    assert f'href="{page}"' in html
    assert "Autun (71)" in html


def test_page_of_many_costs_the_same(town, practice, page, member, django_assert_max_num_queries):
    towns = [MembershipFactory(confirmed=True).territory for _ in range(12)]
    save_draft(practice, user=member, data={"co_bearers": towns[:1]})
    town.get(page)
    with django_assert_max_num_queries(60) as few:
        town.get(page)
    save_draft(practice, user=member, data={"co_bearers": towns})

    with django_assert_max_num_queries(len(few)):
        town.get(page)


def test_lead_gives_an_address_that_it_sees(town, practice, page, autun, member):
    save_draft(practice, user=member, data={"co_bearers": [autun]})
    address = reverse("practices:bearing_address", args=[practice.pk, practice.bearings.get().pk])
    assert address in town.get(page).content.decode()

    response = town.post(address, {"email": EMAIL})

    assert response.url == page
    assert [sent.to for sent in mail.outbox] == [[EMAIL]]
    html = town.get(page).content.decode()
    assert EMAIL in html
    assert address not in html


def test_wrong_address_or_too_soon_keeps_what_was_typed(town, practice, autun, member):
    save_draft(practice, user=member, data={"co_bearers": [autun]})
    address = reverse("practices:bearing_address", args=[practice.pk, practice.bearings.get().pk])

    for typed, said in (("mairie", "Écrivez une adresse complète"), (EMAIL, "")):
        response = town.post(address, {"email": typed})
        if said:
            assert response.status_code == 400
            assert 'value="mairie"' in response.content.decode()
    response = town.post(address, {"email": "autre@autun.example"})

    assert response.status_code == 400
    assert "Un lien est parti le" in response.context["form"].errors["email"][0]
    assert 'value="autre@autun.example"' in response.content.decode()
    assert response.content.decode().count("Erreur&nbsp;:") == 1  # the title says it once
    assert len(mail.outbox) == 1


def test_links_of_one_person_are_limited(town, practice, member, monkeypatch):
    several = [TerritoryFactory() for _ in range(3)]
    save_draft(practice, user=member, data={"co_bearers": several})
    monkeypatch.setattr("practices.mutualisation.views.LINKS_A_DAY", 2)
    assert LINKS_A_DAY > 2

    answers = [
        town.post(
            reverse("practices:bearing_address", args=[practice.pk, bearing.pk]),
            {"email": f"mairie-{bearing.pk}@exemple.fr"},
        ).status_code
        for bearing in practice.bearings.all()
    ]

    assert answers == [302, 302, 400]
    assert len(mail.outbox) == 2


def test_link_of_another_sheet_is_not_there(town, practice, member):
    other = PracticeFactory(co_bearers=[TerritoryFactory()])

    for pk in (practice.pk, other.pk):
        address = reverse("practices:bearing_address", args=[pk, other.bearings.get().pk])
        assert town.post(address, {"email": EMAIL}).status_code == 404
    assert mail.outbox == []
