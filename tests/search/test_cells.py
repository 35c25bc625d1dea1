import math

import pytest

from practices.models import PracticePage
from practices.territories.choices import PositionKind
from practices.territories.mercator import project
from search.cells import EARTH, LEVELS, RADII, box_of, cell_at, cells_around, cells_of, is_cell, where_cells
from tests.factories.practices import PracticeFactory
from tests.factories.territories import TerritoryFactory

BREST = (48.3904, -4.4861)
MAMOUDZOU = (-12.78, 45.23)


def kilometres(one, other):
    (lat1, lon1), (lat2, lon2) = (map(math.radians, place) for place in (one, other))
    sine = math.sin((lat2 - lat1) / 2) ** 2
    sine += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return EARTH / math.pi * math.asin(math.sqrt(sine))


@pytest.mark.parametrize("position", [BREST, MAMOUDZOU])
def test_cells_are_nested_and_hold_their_position(position):
    x, y = project(*position)

    parts = [tuple(map(int, cell_at(level, *position).split("/"))) for level in LEVELS]

    for level, column, row in parts:
        left, top, right, bottom = box_of(f"{level}/{column}/{row}")
        assert left <= x < right and top <= y < bottom
    assert [(c // 2, r // 2) for _, c, r in parts[1:]] == [(c, r) for _, c, r in parts[:-1]]


@pytest.mark.django_db
def test_cells_of_an_approximate_or_wide_territory_are_none():
    placed = {"latitude": BREST[0], "longitude": BREST[1]}

    assert len(cells_of(TerritoryFactory(placed=True))) == len(LEVELS)
    assert cells_of(TerritoryFactory(position_kind=PositionKind.DEPARTMENT, **placed)) == ()
    assert cells_of(TerritoryFactory(position_kind=PositionKind.MEMBERS, **placed)) == ()
    assert cells_of(TerritoryFactory(department=True, position_kind=PositionKind.MEMBERS, **placed)) == ()
    assert cells_of(TerritoryFactory()) == cells_of(None) == ()


@pytest.mark.parametrize("radius", RADII)
def test_cells_around_hold_the_disc_and_little_more(radius):
    cells = set(cells_around(BREST, radius))
    level = int(next(iter(cells)).split("/")[0])
    width = EARTH * math.cos(math.radians(BREST[0])) / 2**level

    for step in range(0, 360, 15):
        for share, inside in ((0.95, True), ((radius + 2 * width) / radius, False)):
            angle = math.radians(step)
            latitude = BREST[0] + math.cos(angle) * radius * share * 360 / EARTH
            longitude = BREST[1] + math.sin(angle) * radius * share * 360 / EARTH / math.cos(
                math.radians(latitude)
            )
            assert (cell_at(level, latitude, longitude) in cells) == inside, (
                step,
                kilometres(BREST, (latitude, longitude)),
            )
    assert len(cells) <= 250


@pytest.mark.django_db
def test_where_cells_finds_what_cells_of_says():
    placed = [BREST, (48.39, -4.40), (47.0, -4.4861), MAMOUDZOU]
    for latitude, longitude in placed:
        lead = TerritoryFactory(latitude=latitude, longitude=longitude, position_kind=PositionKind.OWN)
        PracticeFactory(published=True, lead=lead)
    approximate = {"latitude": BREST[0], "longitude": BREST[1], "position_kind": PositionKind.MEMBERS}
    PracticeFactory(published=True, lead=TerritoryFactory(**approximate))
    PracticeFactory(published=True, lead=TerritoryFactory(department=True, **approximate))

    for level in LEVELS:
        cell = cell_at(level, *BREST)
        expected = {page.pk for page in PracticePage.objects.all() if cell in cells_of(page.lead)}
        assert expected
        assert set(PracticePage.objects.filter(where_cells([cell])).values_list("pk", flat=True)) == expected


@pytest.mark.parametrize("text", ["", "10", "8/1/1", "10/1024/0", "10/-1/0", "10/1/1/1", "10/²/1", "a/b/c"])
def test_is_cell_refuses(text):
    assert not is_cell(text)
