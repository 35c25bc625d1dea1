"""What is suggested while one types."""

import pytest

from search.engines.base import get_engine
from search.suggestions import suggestions
from tests.factories.practices import PracticeFactory, ThemeFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheets(index):
    cyber = ThemeFactory(name="Cybersécurité", slug="cybersecurite")
    quimper = TerritoryFactory(name="Quimper", population=60_000)
    nevers = TerritoryFactory(name="Nevers", department_code="58")
    TerritoryFactory(name="Quimperlé")
    sheet = PracticeFactory(
        published=True,
        title="L’École à l’abri : sauvegarder la nuit",
        themes=[cyber],
        lead=quimper,
        confirmed_bearers=[nevers],
    )
    other = PracticeFactory(published=True, title="Former à la cybersécurité", themes=[cyber], lead=quimper)
    PracticeFactory(title="École en brouillon", lead=quimper)
    index()
    return sheet, other


def said(text):
    return {group.name: [item.label for item in group.suggestions] for group in suggestions(text)}


@pytest.mark.parametrize("typed", ["ec", "éco", "ÉCOLE", "l'école", "sauv nu", "ecole a l", "sauvegarder la"])
def test_beginnings_of_words_find_sheets_in_any_order(sheets, typed):
    assert said(typed)["fiches"] == ["L’École à l’abri : sauvegarder la nuit"]


def test_all_that_is_typed_must_be_there(sheets):
    assert "fiches" not in said("école cyclone")


def test_themes_and_collectivities_that_have_sheets_lead_to_a_narrowed_list(client, sheets):
    assert said("cyb")["themes"] == ["Cybersécurité"]
    assert said("quimp")["collectivites"] == ["Quimper (29)"]
    assert said("nevers")["collectivites"] == ["Nevers (58)"]  # carries a sheet with Quimper
    url = next(group for group in suggestions("nevers") if group.name == "collectivites").suggestions[0].url
    page = client.get(url)
    assert [result.practice for result in page.context["results"]] == [sheets[0]]
    assert [chip.value_label for chip in page.context["chips"]] == ["Nevers (58)"]


@pytest.mark.parametrize("typed", ["", " ", "l", "le", "\x00", "%_", "é", "👏", "a" * 500])
def test_strange_texts_suggest_nothing(client, sheets, typed):
    response = client.get("/fiches/suggestions/", {"q": typed})
    assert response.status_code == 200
    assert "role" not in response.content.decode()


def test_without_an_engine_themes_and_collectivities_still_come(client, sheets, settings, tmp_path):
    settings.SEARCH_ENGINE = {**settings.SEARCH_ENGINE, "OPTIONS": {"path": str(tmp_path / "nothing-there")}}
    get_engine.cache_clear()
    assert said("cyb") == {"themes": ["Cybersécurité"]}


def test_a_suggestion_costs_few_queries_and_is_kept_a_minute(client, sheets, django_assert_max_num_queries):
    client.get("/fiches/suggestions/?q=ecole")
    with django_assert_max_num_queries(5):
        response = client.get("/fiches/suggestions/?q=ecole")
    assert "max-age=60" in response["Cache-Control"]
    assert "Cookie" not in response.get("Vary", "")


def test_the_list_of_one_collectivity_keeps_it_in_every_form(client, sheets):
    page = client.get(f"/fiches/?territory={sheets[0].lead.code}&q=nuit").content.decode()
    assert page.count('name="territory"') == 3
    dropped = client.get("/fiches/?territory=nulle-part").content.decode()
    assert "cette collectivité n’existe pas" in dropped


def test_a_town_named_in_the_words_is_offered_as_a_filter(client, sheets):
    page = client.get("/fiches/?q=former+quimper")
    offered = {offer.value_label: offer.url for offer in page.context["offers"]}
    assert offered["Quimper (29)"].endswith(f"territory={sheets[0].lead.code}")
    assert client.get("/fiches/" + offered["Quimper (29)"]).context["total"] >= 1
    assert "Quimperlé (29)" not in {
        offer.value_label for offer in client.get("/fiches/?q=former+quimperlé").context["offers"]
    }


def test_the_database_narrows_to_one_collectivity_too(client, sheets, settings, tmp_path):
    settings.SEARCH_ENGINE = {**settings.SEARCH_ENGINE, "OPTIONS": {"path": str(tmp_path / "nothing-there")}}
    get_engine.cache_clear()
    page = client.get("/fiches/?territory=" + sheets[0].co_bearers.get().code)
    assert [result.practice for result in page.context["results"]] == [sheets[0]]
