"""The sheets of a region as circles, one for each square of the map: never one for each sheet."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from practices.territories.choices import PositionKind, TerritoryKind
from practices.territories.mercator import SIDE, unproject
from practices.territories.models import Territory

from .cells import LEVELS, box_of, cell_at, level_of

WIDEST_CELL = 92  # units of the drawing; half of it is still 24 pixels of a phone, enough for a finger
SMALLEST, LARGEST = 0.3, 0.48  # radii, in sides of a cell: circles side by side never touch


@dataclass(frozen=True, slots=True)
class Point:
    """The sheets of a square: a link that narrows to it, or widens when it is chosen."""

    cell: str
    place: str  # its largest commune, "" when it has none
    count: int
    selected: bool
    url: str
    x: int
    y: int
    radius: int
    reach: int  # the radius of what a finger can press


def points_of(
    counts: Mapping[str, int], frame, chosen: str | None, url_of: Callable[[str | None], str]
) -> list[Point]:
    """One point for each square of the level that fits the frame, the largest first."""
    level = next((level for level in LEVELS if SIDE / 2**level * frame.scale <= WIDEST_CELL), LEVELS[-1])
    shown = {cell: count for cell, count in counts.items() if count and level_of(cell) == level}
    most, places = max(shown.values(), default=0), place_names(shown)
    side = SIDE / 2**level * frame.scale
    points = []
    for cell, count in sorted(shown.items(), key=lambda item: (-item[1], item[0])):
        left, top, right, bottom = box_of(cell)
        x, y = frame.place(((left + right) / 2, (top + bottom) / 2))
        share = math.sqrt((count - 1) / (most - 1)) if most > 1 else 0
        radius = side * (SMALLEST + (LARGEST - SMALLEST) * share)
        url = url_of(None if cell == chosen else cell)
        place = places.get(cell, "")
        points.append(
            Point(cell, place, count, cell == chosen, url, round(x), round(y), round(radius), int(side / 2))
        )
    return points


def place_names(cells: Iterable[str]) -> dict[str, str]:
    """The name of the largest commune in each of these cells of one level, where there is one."""
    cells = list(cells)
    if not cells:
        return {}
    lefts, tops, rights, bottoms = zip(*map(box_of, cells), strict=True)
    (north, west), (south, east) = unproject(min(lefts), min(tops)), unproject(max(rights), max(bottoms))
    communes = Territory.objects.active().filter(
        kind=TerritoryKind.COMMUNE,
        position_kind=PositionKind.OWN,
        latitude__range=(south, north),
        longitude__range=(west, east),
    )
    level, names = level_of(cells[0]), {}
    rows = communes.order_by("population").values_list("latitude", "longitude", "name")
    for latitude, longitude, name in rows:
        names[cell_at(level, latitude, longitude)] = name
    return {cell: names[cell] for cell in cells if cell in names}
