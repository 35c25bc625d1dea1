"""Places that the words name, and that have no sheet."""

import pytest

from search.absences import MOST_LOOKED_AT, without_name
from search.engines.base import get_engine
from tests.factories.practices import PracticeFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def luzy(index):
    """A town without a sheet, placed on the map, and a sheet of another region."""
    brest = TerritoryFactory(name="Brest", department_code="29")
    PracticeFactory(published=True, title="Déployer la fibre optique", lead=brest)
    index()
    return TerritoryFactory(name="Luzy", code="58149", department_code="58", latitude=46.79, longitude=3.97)


def get(client, text, **parameters):
    response = client.get("/fiches/", {"q": text} | parameters)
    return response.context["absences"], response.content.decode()


@pytest.mark.parametrize("text", ["fibre optique Luzy", "Fibre optique à luzy"])
def test_a_town_without_sheet_is_said_with_those_like_it_and_around(client, luzy, text):
    (absence,), page = get(client, text)

    assert "Aucune fiche de Luzy (58) pour l’instant." in page
    fiber = text.split(" ")[0]
    assert absence.like_url == f"?q={fiber}%20optique&like=58149"
    assert absence.around_url == f"?q={fiber}%20optique&near=46.79,3.97"
    assert client.get(f"/fiches/{absence.like_url}").context["total"] == 1


def test_a_town_alone_is_said_where_nothing_is_found(client, luzy):
    (absence,), page = get(client, "Luzy")

    assert "Personne n’a encore raconté cela ici" in page
    assert "Aucune fiche de Luzy (58) pour l’instant." in page
    assert absence.like_url == "?like=58149"


@pytest.mark.parametrize(
    ("text", "parameters"),
    [
        ("fibre Brest", {}),  # it has a sheet
        ("fibre optique", {}),
        ("fibre -Luzy", {}),
        ("fibre Luzy", {"territory": "58149"}),
        ("fibre Saint-Aubin", {}),  # several have this name
        ("déployer", {}),  # sheets hold the word
    ],
)
def test_nothing_is_said_of_others(client, luzy, text, parameters):
    TerritoryFactory(name="Saint-Aubin", code="40249", department_code="40")
    TerritoryFactory(name="Saint-Aubin", code="62742", department_code="62")
    TerritoryFactory(name="Déployer", code="99998", department_code="62")

    assert get(client, text, **parameters)[0] == []


def test_an_agglomeration_is_taken_out_of_the_words_as_it_was_called(client, luzy):
    TerritoryFactory(kind="ca", name="CA de Nevers", code="245804406", department_code="58")

    (absence,), _ = get(client, "fibre optique agglo de Nevers")

    assert absence.like_url == "?q=fibre%20optique&like=245804406"


def test_two_places_are_said_at_most(client, luzy, asked):
    villages = [f"{letter}ville" for letter in ("Aa", "Bb", "Cc", "Dd", "Ee", "Ff")]
    for village in villages:
        TerritoryFactory(name=village)

    said, _ = get(client, " ".join(["fibre", *villages, "Corse"]))

    assert [absence.place.split(" ")[0] for absence in said] == villages[:2]
    assert len([query for query in asked if len(query.text.terms) == 1]) == 2


def test_a_few_names_are_looked_at_where_sheets_hold_them(client, luzy, index, asked):
    words = "déployer fibre optique tirer poser creuser".split()
    PracticeFactory(published=True, title=" ".join(words))
    index()
    for word in words:
        TerritoryFactory(name=word.title())

    assert get(client, " ".join(words))[0] == []
    assert len([query for query in asked if len(query.text.terms) == 1]) == MOST_LOOKED_AT


def test_a_region_where_these_words_find_nothing_leads_to_the_map(client, luzy):
    (absence,), page = get(client, "fibre Corse")

    assert "Corse\u00a0: aucune fiche pour ces mots." in page.replace("&nbsp;", "\u00a0")
    assert absence.map_url == "?q=fibre%20Corse&view=carte"


def test_the_longest_name_counts(client, luzy):
    village = TerritoryFactory(name="Luzy-Saint-Martin", code="55310", department_code="55")

    (absence,), _ = get(client, "fibre luzy saint martin")

    assert absence.place == village.label


def test_nothing_is_said_while_no_engine_answers(client, luzy, settings, tmp_path):
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"OPTIONS": {"path": str(tmp_path / "nothing")}}
    get_engine.cache_clear()

    assert get(client, "fibre Luzy")[0] == []


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Luzy", ""),
        ("wifi de la commune de Luzy gratuit", "wifi de la commune gratuit"),
        ("le télétravail à Luzy", "le télétravail"),
        ("l’école d’Arras", "l’école d’Arras"),
    ],
)
def test_the_name_goes_with_the_small_words_before_it(text, rest):
    assert without_name(text, TerritoryFactory.build(search_name="luzy", name="Luzy")) == rest
