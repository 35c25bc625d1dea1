import re
import shutil

import pytest

from practices.territories.choices import PositionKind
from practices.territories.models import Territory
from search.cells import cell_at
from search.engines.base import get_engine
from tests.factories.practices import PracticeFactory
from tests.factories.territories import TerritoryFactory
from tests.search.engines.http_servers import silent_server

BREST, MORLAIX, VANNES = (48.39, -4.49), (48.58, -3.83), (47.66, -2.76)


def sheet(title, position, **territory):
    placed = dict(zip(("latitude", "longitude"), position, strict=True)) | {"position_kind": PositionKind.OWN}
    return PracticeFactory(published=True, title=title, lead=TerritoryFactory(**placed | territory))


@pytest.fixture
def sheets(index):
    """In Brest twice, Morlaix and Vannes; in Brest's department without a position of its own."""
    sheet("À Brest", BREST, name="Brest", population=140_000)
    sheet("À Brest aussi", BREST, name="Guipavas", population=14_000)
    sheet("À Morlaix", MORLAIX, name="Morlaix")
    sheet("À Vannes", VANNES, name="Vannes", department_code="56")
    sheet("Quelque part", BREST, position_kind=PositionKind.DEPARTMENT, population=1)
    index()


def titles(response):
    return sorted(result.practice.title for result in response.context["results"])


@pytest.fixture(params=["engine", "database"])
def out(request, sheets, own_folder):
    """Answers come from the engine, then from the database."""
    if request.param == "database":
        shutil.rmtree(own_folder / "index")
    return request.param == "database"


def test_near_answers_the_nearest_and_widens_politely(client, out):
    at_brest = client.get("/fiches/?near=48.3912,-4.4861")
    at_landivisiau = client.get("/fiches/?near=48.51,-4.07")

    assert titles(at_brest) == ["À Brest", "À Brest aussi"]
    assert at_brest.context["degraded"] == out
    assert "near=48.39,-4.49" in at_brest.context["address"]
    assert titles(at_landivisiau) == ["À Morlaix"]
    text = at_landivisiau.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")
    assert "Rien à moins de 10 km : voici les fiches à moins de 25 km." in text


def test_near_widens_until_the_chosen_collectivity_is_found(client, out):
    morlaix = Territory.objects.get(name="Morlaix")

    response = client.get(f"/fiches/?near=48.39,-4.49&territory={morlaix.code}")

    assert titles(response) == ["À Morlaix"]


def test_near_within_is_as_asked(client, out):
    response = client.get("/fiches/?near=48.39,-4.49&within=100")

    assert titles(response) == ["À Brest", "À Brest aussi", "À Morlaix"]
    assert response.context["nearby"].empty is None


def test_near_of_nothing_within_what_was_asked_offers_longer_distances(client, out):
    response = client.get("/fiches/?near=48.51,-4.07&within=10")

    assert response.context["total"] == 0
    longer = [(link.label, link.url) for link in response.context["nearby"].longer]
    assert longer == [(f"{km}\u00a0km", f"?near=48.51,-4.07&within={km}") for km in (25, 50, 100, 200)]
    text = response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")
    assert 'Rien à moins de 10 km. <a href="?near=48.51,-4.07">Voir les fiches les plus proches</a>' in text
    assert "à moins de 10 km</a>" not in text
    assert titles(client.get("/fiches/?near=48.51,-4.07")) == ["À Morlaix"]


def test_near_of_nothing_within_the_longest_distance_offers_none(client, sheets):
    response = client.get("/fiches/?near=-21.1,55.5")

    assert response.context["nearby"].longer == []
    assert "Rien à moins de" not in response.content.decode()


def test_near_far_from_all_offers_everywhere(client, sheets):
    response = client.get("/fiches/?near=-21.1,55.5")

    assert response.context["total"] == 0
    assert ("Partout en France", 5) in [(way.label, way.count) for way in response.context["relaxations"]]


def test_cell_narrows_and_is_a_chip(client, out):
    response = client.get(f"/fiches/?cell={cell_at(10, *BREST)}&q=Brest")

    assert titles(response) == ["À Brest", "À Brest aussi"]
    chips = [(chip.label, chip.value_label, chip.remove_url) for chip in response.context["chips"]]
    assert chips == [("Secteur de la carte", "Brest", "?q=Brest")]


def test_points_count_the_squares_of_a_region_without_approximate_positions(client, sheets):
    page = client.get("/fiches/?view=carte&region=53&sort=recentes").context["map"]

    points = [(point.place, point.count, point.cell) for point in page.points]
    expected = [("Brest", 2, BREST), ("Morlaix", 1, MORLAIX), ("Vannes", 1, VANNES)]
    assert sorted(points) == [(name, count, cell_at(10, *place)) for name, count, place in expected]
    assert {shape.path: shape.count for shape in page.shapes if shape.count} == {"53-29": 4, "53-56": 1}
    for point in page.points:
        assert set(re.findall("[a-z]+=[^&]*", point.url)) == {
            "region=53",
            "sort=recentes",
            "view=carte",
            f"cell={point.cell}",
        }


def test_points_chosen_one_gives_way(client, sheets):
    cell = cell_at(10, *MORLAIX)

    page = client.get(f"/fiches/?view=carte&region=53&cell={cell}").context["map"]

    chosen = [point for point in page.points if point.selected]
    assert [(point.place, point.url) for point in chosen] == [("Morlaix", "?region=53&view=carte")]
    assert len(page.points) == 3


def test_point_chosen_around_a_position_leaves_the_map_where_it_is(client, sheets):
    around = client.get("/fiches/?view=carte&near=48.39,-4.49").context["map"]
    point = next(point for point in around.points if point.place == "Brest")

    response = client.get(f"/fiches/{point.url}")

    page = response.context["map"]
    assert titles(response) == ["À Brest", "À Brest aussi"]
    assert (page.disc, page.ground.paths) == (around.disc, around.ground.paths)
    assert [(one.place, one.selected) for one in page.points] == [("Brest", True)]
    back = client.get(f"/fiches/{page.points[0].url}").context["map"]
    assert [one.place for one in back.points] == [one.place for one in around.points]


def test_country_asks_for_no_points(client, sheets):
    assert client.get("/fiches/?view=carte").context["map"].points == []


@pytest.mark.parametrize(
    "value", ["near=ici", "near=95,0", "near=nan,1", "near=1", "cell=10/5000/1", "within=7"]
)
def test_place_not_understood_is_said_and_refused_as_data(client, sheets, value):
    assert client.get(f"/fiches/?{value}").context["total"] == 5
    assert value.split("=")[1] in client.get(f"/fiches/?{value}").content.decode()
    answer = client.get(f"/fiches/?format=json&{value}")
    assert answer.status_code == 400 and answer.json()["errors"][0]["field"] == value.split("=")[0]


def test_near_of_my_collectivity_needs_no_script(client, sheets):
    brest = TerritoryFactory(name="Brest métropole", latitude=48.39, longitude=-4.4861)

    response = client.get(f"/fiches/?like={brest.code}")

    assert f"near=48.39,-4.49&like={brest.code}" in response.context["near_of"].url
    assert "hidden data-near-me" in response.content.decode()


def test_near_asks_the_engine_twice_at_most_however_far_it_goes(client, sheets, asked):
    response = client.get("/fiches/?near=48.51,-4.07")

    assert titles(response) == ["À Morlaix"]
    assert len(asked) == 2


def test_near_of_mistyped_words_goes_no_farther_than_of_the_right_ones(client, sheets):
    right, mistyped = (client.get(f"/fiches/?near=48.51,-4.07&q={word}") for word in ("morlaix", "morliax"))

    assert titles(right) == titles(mistyped) == ["À Morlaix"]
    assert right.context["nearby"].reach == mistyped.context["nearby"].reach == 25


@pytest.fixture
def silent(sheets, settings):
    """An engine that never answers."""
    with silent_server() as server:
        settings.SEARCH_ENGINE = {
            "BACKEND": "search.engines.elasticsearch.ElasticsearchEngine",
            "OPTIONS": {"hosts": [server.url], "prefix": "silent", "search_timeout": 0.1},
        }
        get_engine.cache_clear()
        yield server


@pytest.mark.parametrize("address", ["near=44.0,-40.0", "near=48.51,-4.07", "near=48.51,-4.07&format=json"])
def test_near_waits_once_for_an_engine_that_never_answers(client, silent, address):
    response = client.get(f"/fiches/?{address}")

    assert silent.connections() == 1
    page = response.json() if "json" in address else response.context
    assert page["degraded"]
    assert page["total"] == (0 if "-40" in address else 1)


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx"])
def test_export_near_waits_once_for_an_engine_that_never_answers(client, silent, kind):
    response = client.get(f"/fiches/?near=48.51,-4.07&format={kind}")

    content = b"".join(response.streaming_content)

    assert silent.connections() == 1
    assert kind == "xlsx" or ("À Morlaix".encode() in content and "À Brest".encode() not in content)
