import pytest

from practices.territories.directory.positions import Place, distance_km, match_communes, place_all
from practices.territories.directory.rows import TerritoryRow

HERE = (48.40, -4.48)


def commune(code, name, population=2_000, department="29", epci="E1"):
    return TerritoryRow(
        code,
        "commune",
        name,
        population=population,
        department_code=department,
        region_code="53",
        areas=f"53-{department}",
        epci=epci,
    )


def place(name, position, population=2_000, others=(), **values):
    city = {"name": name, "latitude": position[0], "longitude": position[1], "population": population}
    return Place(city | {"countrycode": "FR", "admin1code": "53", "alternatenames": list(others)} | values)


def near(kilometres):
    return (HERE[0] + kilometres / 111, HERE[1])


NEIGHBOURS = [commune(f"29{number:03d}", f"Voisine {number}") for number in range(1, 6)]
NEIGHBOUR_PLACES = [place(f"Voisine {number}", near(number)) for number in range(1, 6)]


def match(communes, places, other_names=None):
    found = match_communes([*NEIGHBOURS, *communes], [*NEIGHBOUR_PLACES, *places], other_names or {})
    return {code: place.position for code, place in found.items() if code not in {c.code for c in NEIGHBOURS}}


def test_a_place_of_the_same_name_near_the_neighbours_is_taken():
    assert match([commune("29100", "Saint-Thé")], [place("Saint-The", near(2))]) == {"29100": near(2)}


def test_a_place_of_the_same_name_far_from_the_neighbours_is_not():
    lost = commune("29100", "Plouvien", population=150)

    assert match([lost], [place("Plouvien", near(90))]) == {}


def test_a_much_larger_place_is_another_town():
    assert (
        match([commune("29100", "Plouvien", population=300)], [place("Plouvien", near(2), population=5_000)])
        == {}
    )


def test_homonyms_take_the_place_of_their_own_neighbourhood():
    other = [
        commune(f"56{number:03d}", f"Autre {number}", department="56", epci="E2") for number in range(1, 5)
    ]
    other_places = [place(f"Autre {number}", near(100 + number)) for number in range(1, 5)]
    twins = [commune("29100", "Plouvien"), commune("56100", "Plouvien", department="56", epci="E2")]

    found = match([*other, *twins], [*other_places, place("Plouvien", near(1)), place("Plouvien", near(101))])

    assert (found["29100"], found["56100"]) == (near(1), near(101))


def test_two_places_of_one_town_give_the_larger():
    places = [place("Plouvien", near(2), population=1_900), place("Plouvien", near(3), population=2_100)]

    assert match([commune("29100", "Plouvien")], places) == {"29100": near(3)}


def test_one_place_for_two_communes_is_dropped():
    twins = [commune("29100", "Plouvien"), commune("29101", "Plouvien")]

    assert match(twins, [place("Plouvien", near(2))]) == {}


def test_other_names_of_the_place_and_of_the_main_town_are_tried():
    communes = [commune("29100", "Dunkerque"), commune("29101", "Cherbourg-en-Cotentin")]
    places = [place("Dunkirk", near(1), others=["Dunkerque"]), place("Cherbourg-Octeville", near(2))]

    assert match(communes, places, {"29101": ["Cherbourg-Octeville"]}) == {"29100": near(1), "29101": near(2)}


def test_place_all_falls_back_on_the_group_then_the_department():
    own = commune("29001", "Voisine 1", population=99)
    rows = [
        own,
        commune("29100", "Sans point"),
        commune("29155", "Ouessant", epci=""),
        commune("56001", "Ailleurs", department="56", epci="E2"),
        TerritoryRow("E1", "cc", "CC", department_code="29"),
        TerritoryRow("dep-29", "departement", "Finistère", department_code="29"),
    ]

    place_all(rows, [place("Voisine 1", HERE, population=99)], {})

    assert [(row.position, row.position_kind) for row in rows] == [
        (HERE, "own"),
        (HERE, "members"),
        (HERE, "department"),
        (None, "none"),
        (HERE, "members"),
        (HERE, "members"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "kilometres"),
    [(HERE, HERE, 0), ((48.8566, 2.3522), (45.7640, 4.8357), 392), ((48.39, -4.49), (48.11, -1.68), 210)],
)
def test_distance_km(one, other, kilometres):
    assert distance_km(one, other) == pytest.approx(kilometres, rel=0.01)
