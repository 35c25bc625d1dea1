"""A search without a result says what would give some, and keeps its word."""

import pytest

from search import indexing
from search.engines.base import get_engine
from search.relaxations import MOST
from tests.factories.practices import PracticeFactory, ThemeFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheets(index):
    """In Brest, three on safety, two of which are ideas; in Nantes, one on drones that is an idea."""
    cyber = ThemeFactory(name="Cybersécurité", slug="cybersecurite")
    image = ThemeFactory(name="Image", slug="image")
    brest = TerritoryFactory(name="Brest", code="29019", placed=True)
    nantes = TerritoryFactory(name="Nantes", code="44109", department_code="44")
    PracticeFactory(published=True, title="Sauvegarder les données", themes=[cyber], lead=brest)
    for _ in range(2):
        PracticeFactory(published=True, title="Former les agents", themes=[cyber], lead=brest, state="idee")
    PracticeFactory(published=True, title="Piloter un drone", themes=[image], lead=nantes, state="idee")
    index()


def offered(client, query_string):
    response = client.get(f"/fiches/?{query_string}")
    assert (response.status_code, response.context["total"]) == (200, 0)
    return response.context["relaxations"]


def shown(relaxations):
    return [(each.label, each.count) for each in relaxations]


def test_each_filter_dropped_alone_is_counted_best_first(client, sheets):
    relaxations = offered(client, "theme=cybersecurite&region=52&state=idee")

    assert [(each.label, each.why, each.count, each.url) for each in relaxations] == [
        ("Sans le filtre «\u00a0Pays de la Loire\u00a0»", "Région", 2, "?theme=cybersecurite&state=idee"),
        ("Sans le filtre «\u00a0Cybersécurité\u00a0»", "Thème", 1, "?region=52&state=idee"),
    ]


def test_a_facet_of_several_values_is_dropped_whole(client, sheets):
    relaxations = offered(client, "theme=cybersecurite&region=52&region=11")

    assert shown(relaxations) == [
        ("Sans les filtres «\u00a0Pays de la Loire\u00a0» et «\u00a0Île-de-France\u00a0»", 3),
        ("Sans le filtre «\u00a0Cybersécurité\u00a0»", 1),
    ]


def test_quotes_and_exclusions_are_dropped(client, sheets):
    assert shown(offered(client, 'q="drone+piloter"')) == [("Sans les guillemets", 1)]
    assert shown(offered(client, "q=drone+-piloter")) == [("Sans exclure «\u00a0piloter\u00a0»", 1)]


def test_all_filters_together_where_none_alone_is_enough(client, sheets):
    relaxations = offered(client, "q=drone&theme=cybersecurite&region=11")

    assert shown(relaxations) == [("Sans aucun filtre", 1)]


def test_words_where_nothing_else_helps(client, sheets):
    assert shown(offered(client, "q=trottinette&theme=cybersecurite")) == [
        ("Sans «\u00a0trottinette\u00a0»", 3)
    ]


def test_mistyped_words_are_not_to_blame_for_a_filter(client, sheets):
    ways = shown(offered(client, "q=sauvegadrer&region=52"))

    assert ways == [("Sans le filtre «\u00a0Pays de la Loire\u00a0»", 1)]


def test_nothing_is_offered_that_gives_nothing(client, sheets):
    assert offered(client, "q=trottinette") == []
    assert "Toutes les fiches" in client.get("/fiches/?q=trottinette").content.decode()


@pytest.mark.parametrize(
    "query_string",
    [
        "theme=cybersecurite&region=52&state=idee",
        'q="drone+piloter"',
        'q="agents+les"+"données+former"&theme=image',
        "q=drone+-piloter&region=52",
        "q=drone&theme=cybersecurite&region=11",
        "q=former+sauvegarder+piloter+trottinette&region=11&theme=cybersecurite",
        "q=sauvegadrer&region=52",
        "q=sauvegadrer&region=52&state=idee",
        "near=48.39,-4.49&theme=image",
        "near=48.39,-2.49&theme=image&state=en-service",
        "near=48.39,-2.49&within=200&theme=image",
        'q="données+sauvegarder"&near=48.39,-2.49',
    ],
)
def test_each_way_out_gives_what_it_says(client, sheets, query_string):
    relaxations = offered(client, query_string)

    assert relaxations
    assert [client.get(f"/fiches/{each.url}").context["total"] for each in relaxations] == [
        each.count for each in relaxations
    ]


def test_a_way_out_near_a_position_goes_as_far_as_what_was_counted(client, sheets):
    """One sheet stands beside the position, three more within the distance at which nothing was found."""
    quimper = TerritoryFactory(name="Quimper", code="29232", placed=True, latitude=47.99, longitude=-4.1)
    PracticeFactory(published=True, title="Prêter un vélo", lead=quimper)
    indexing.drain()

    (way,) = [way for way in offered(client, "near=47.99,-4.10&theme=image") if "Image" in way.label]

    assert way.count == 4
    response = client.get(f"/fiches/{way.url}")
    assert response.context["total"] == 4
    assert response.context["nearby"].reach == 200


def test_engine_is_asked_a_bounded_number_of_times(client, sheets, asked):
    names = {
        "theme": "image",
        "region": "11",
        "state": "en-service",
        "cost": "gratuit",
        "type": "region",
        "evidence": "mesuree",
        "year": "2020",
        "population": "commune-0",
        "evaluation": "interne",
    }
    offered(client, "q=drone&" + "&".join(f"{name}={value}" for name, value in names.items()))

    assert 1 < len(asked) <= 1 + MOST
    assert all((query.limit, query.passages, query.facets) == (0, False, ()) for query in asked[1:])


def test_a_slow_engine_is_asked_for_the_list_alone(client, sheets, slow):
    relaxations = offered(client, "q=drone&theme=cybersecurite&region=11&state=idee&cost=gratuit&year=2020")

    assert (len(slow), relaxations) == (1, [])


def test_a_search_with_results_asks_for_nothing_more(client, sheets, asked):
    client.get("/fiches/?q=drone")
    client.get("/fiches/?q=trottinette&format=json")

    assert len(asked) == 2


def test_no_more_database_queries_than_a_page_with_results(client, sheets, django_assert_max_num_queries):
    client.get("/fiches/")

    with django_assert_max_num_queries(12):
        offered(client, "theme=cybersecurite&region=52&state=idee")


def test_without_an_engine_the_filters_are_plain_links(client, sheets, settings, tmp_path):
    settings.SEARCH_ENGINE = {**settings.SEARCH_ENGINE, "OPTIONS": {"path": str(tmp_path / "nothing-there")}}
    get_engine.cache_clear()

    response = client.get("/fiches/?theme=cybersecurite&region=52")

    assert (response.context["degraded"], response.context["relaxations"]) == (True, [])
    assert 'href="?region=52">Sans le filtre «&nbsp;Cybersécurité&nbsp;»' in response.content.decode()


@pytest.mark.parametrize("text", ['"', '""', "-", '-""', '"a" -"', "-a -b -c", '"' * 300, "«»“”", '-"x" "'])
def test_strange_texts_never_fail(client, sheets, text):
    assert client.get("/fiches/", {"q": text, "theme": "image", "region": "11"}).status_code == 200
