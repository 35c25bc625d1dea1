import re
import shutil
from html import unescape

import pytest

from practices.territories import areas
from practices.territories.choices import PositionKind
from search.facets import FACETS_BY_NAME
from search.grounds import AROUND_HEIGHT, MARGIN, WIDTH, around, country, one_region, zoomed_region
from search.mapping import Addresses, region_map
from tests.factories.practices import PracticeFactory
from tests.factories.territories import TerritoryFactory

LINK = re.compile(r'<a class="region-map__shape" href="([^"]*)" aria-label="([^"]*)"( aria-current="true")?>')
LABELS = dict(FACETS_BY_NAME["region"].vocabulary())


@pytest.fixture
def sheets(each_index):
    """Two sheets in Finistère, one in Morbihan, one in Guadeloupe, one in French Polynesia, one abroad."""
    for code, department in {
        "29019": "29",
        "29232": "29",
        "56260": "56",
        "97105": "971",
        "98735": "987",
    }.items():
        lead = TerritoryFactory(code=code, department_code=department)
        PracticeFactory(published=True, title="Sauvegarder les données", lead=lead)
    PracticeFactory(published=True, title="Sauvegarder les serveurs", lead=TerritoryFactory(abroad=True))
    each_index()


def read(client, query):
    return client.get(f"/fiches/?{query}").content.decode()


def links(page):
    """(address, accessible name, chosen) of every shape that is a link."""
    return [(unescape(url), name.replace("\xa0", " "), bool(on)) for url, name, on in LINK.findall(page)]


def drawn(counts, chosen):
    region = zoomed_region(chosen)
    ground = one_region(region, LABELS) if region else country(LABELS)
    return region_map(ground, {"region": counts}, chosen, LABELS, Addresses(",".join, str, ""))


def test_region_map_country_has_every_region():
    shapes = drawn({}, []).shapes

    assert {shape.path for shape in shapes} == set(areas.REGIONS)


def test_region_map_of_each_region_has_its_departments():
    paths = set()
    for region in areas.REGIONS:
        zoomed = drawn({}, [region])
        if zoomed.region:
            paths |= {shape.path for shape in zoomed.shapes if "-" in shape.path}

    several = [of for _, of in areas.DEPARTMENTS.values()]
    expected = {areas.path_of(code) for code, (_, of) in areas.DEPARTMENTS.items() if several.count(of) > 1}
    assert paths == expected


def test_region_map_two_regions_shows_the_country_with_both_chosen():
    shapes = drawn({"53": 2, "11": 3, "94": 1}, ["53", "11"]).shapes

    assert {shape.path for shape in shapes if shape.selected} == {"53", "11"}
    assert next(shape.url for shape in shapes if shape.path == "53") == "11"
    assert next(shape.url for shape in shapes if shape.path == "94") == "53,11,94"


def test_region_map_a_department_replaces_its_region_and_gives_way_to_it():
    narrowed = {shape.path: shape.url for shape in drawn({}, ["53"]).shapes}
    chosen = {shape.path: shape.url for shape in drawn({}, ["53-29"]).shapes}

    assert narrowed["53-29"] == "53-29"
    assert (chosen["53-29"], chosen["53-56"]) == ("53", "53-29,53-56")


def test_region_map_shades_grow_with_the_counts_and_none_has_none():
    counts = {code: number for number, code in enumerate(areas.REGIONS)}
    result = drawn(counts, [])

    shades = [shape.shade for shape in sorted(result.shapes, key=lambda shape: shape.count)]
    assert shades[0] == 0 and shades[1:] == sorted(shades[1:]) and set(shades) == {0, 1, 2, 3, 4, 5}
    for shape in result.shapes[1:]:
        if shape.count:
            shade = next(shade for shade in result.shades if shade.number == shape.shade)
            assert shade.low <= shape.count <= shade.high


def test_map_counts_are_those_of_the_facet(client, sheets):
    page = read(client, "view=carte&q=sauvegarder")

    assert links(page) == [
        ("?q=sauvegarder&view=carte&region=53", "Bretagne, 3 fiches", False),
        ("?q=sauvegarder&view=carte&region=01", "Guadeloupe, 1 fiche", False),
        ("?q=sauvegarder&view=carte&region=987", "Polynésie française, 1 fiche", False),
    ]
    rows = re.search(r'<ul class="region-map__list".*?</ul>', page, re.DOTALL)[0]
    names = [re.sub("<[^>]*>", "", name) for name in re.findall("<a [^>]*><span>(.*?)</span>", rows)]
    assert names == ["Bretagne", "Guadeloupe", "Polynésie française", "Outre-mer", "Hors de France"]


def test_map_of_a_region_counts_departments_and_keeps_the_rest(client, sheets):
    page = read(client, "view=carte&q=sauvegarder&region=53-56&type=commune&sort=recentes")

    found = [(dict(re.findall("([a-z]+)=([^&]*)", url)), name, on) for url, name, on in links(page)]
    common = {"q": "sauvegarder", "type": "commune", "sort": "recentes", "view": "carte"}
    assert found == [
        (common | {"region": "53-29"}, "Finistère, 2 fiches", False),
        (common | {"region": "53"}, "Morbihan, 1 fiche (choisi, ne plus s’y limiter)", True),
    ]


def test_map_of_a_region_lists_the_sectors_of_its_circles(client, each_index):
    own = {"latitude": 48.39, "longitude": -4.49, "position_kind": PositionKind.OWN}
    lead = TerritoryFactory(name="Brest", department_code="29", **own)
    PracticeFactory(published=True, lead=lead)
    PracticeFactory(published=True, lead=lead)
    each_index()

    page = read(client, "view=carte&region=53")

    circles = re.findall(r'<a class="region-map__point" href="([^"]*)" aria-label="([^"]*)"', page)
    listed = re.search(
        r'<ul class="region-map__list" aria-labelledby="t-secteurs">.*?</ul>', page, re.DOTALL
    )[0]
    rows = re.findall(r'<a href="([^"]*)"><span>([^<]*)</span> <span>(\d+)', listed)
    assert [(url, f"{place}, {count}\xa0fiches") for url, place, count in rows] == circles
    assert len(rows) == 1


def test_around_a_position_the_departments_in_sight_are_drawn_and_a_disc():
    brest = around((48.39, -4.49), 50, LABELS)
    paris = around((48.86, 2.35), 25, LABELS)

    assert {"53-29", "53-22", "53-56"} == set(brest.paths) == set(brest.drawings)
    assert {"11-75", "11-92", "11-93", "11-94"} <= set(paris.paths) and "53-29" not in paris.paths
    assert (paris.disc.x, paris.disc.y) == (WIDTH // 2, AROUND_HEIGHT // 2)
    assert paris.disc.radius == brest.disc.radius == AROUND_HEIGHT // 2 - MARGIN


def test_map_around_a_position_shows_its_surroundings_and_counts_them_alone(client, each_index):
    own = {"position_kind": PositionKind.OWN}
    brest = TerritoryFactory(name="Brest", department_code="29", latitude=48.39, longitude=-4.49, **own)
    quimper = TerritoryFactory(name="Quimper", department_code="29", latitude=48.0, longitude=-4.1, **own)
    for lead in (brest, brest, quimper):
        PracticeFactory(published=True, lead=lead)
    each_index()

    context = client.get("/fiches/?view=carte&near=48.39,-4.49").context

    shown = context["map"]
    assert [(point.place, point.count) for point in shown.points] == [("Brest", 2)]
    assert [(row.path, row.count) for row in shown.rows if row.count] == [("53-29", 2)]
    assert shown.disc and shown.whole_url == "?view=carte"
    assert "Carte&nbsp;: à moins de 10&nbsp;km" in read(client, "view=carte&near=48.39,-4.49")


def test_list_has_no_map_and_the_map_asks_the_engine_no_more(client, sheets, django_assert_max_num_queries):
    assert "region-map" not in read(client, "q=sauvegarder")
    with django_assert_max_num_queries(40):
        assert "region-map" in read(client, "view=carte&q=sauvegarder")
    assert "view=carte" in read(client, "q=sauvegarder")


def test_map_every_form_keeps_it(client, sheets):
    page = read(client, "view=carte")

    assert page.count('<input type="hidden" name="view" value="carte">') >= 2


def test_map_unknown_view_is_said(client, sheets):
    page = read(client, "view=globe")

    assert "view=globe" in page and "n’a pas été retenu" in page and "region-map" not in page


@pytest.mark.parametrize("each_index", ["tantivy"], indirect=True)
def test_map_when_the_engine_is_out_has_the_counts_of_the_database(client, sheets, own_folder):
    shutil.rmtree(own_folder / "index")

    page = read(client, "view=carte")

    assert [name for _, name, _ in links(page)][:1] == ["Bretagne, 3 fiches"]


def test_map_of_an_empty_search_says_so_and_leads_back_to_the_country(client, sheets):
    nothing = client.get("/fiches/?view=carte&q=introuvable").content.decode()
    elsewhere = client.get(
        "/fiches/?view=carte&region=53&region=53-22&theme=rien&q=introuvable"
    ).content.decode()

    assert "aucune région n’a de fiche qui réponde" in nothing
    assert "pour la région Bretagne" in elsewhere
    assert "Voir toute la France" in elsewhere
    assert "region-map__svg" not in nothing + elsewhere
