"""Squares of the map, nested: a sheet is in one of each level, so that points are counted by squares.

A cell is "level/column/row", as the tiles of maps are named; level 9 is about 54 km wide in the middle of
France, level 13 about 3 km. The finest is coarser than the positions, which are those of town halls.
"""

import math
import re
from functools import reduce
from operator import or_

from django.db.models import Q

from practices.territories.choices import PositionKind, TerritoryKind
from practices.territories.mercator import SIDE, project, unproject

LEVELS = (9, 10, 11, 12, 13)
NEAR_LEVELS = {10: 13, 25: 12, 50: 11, 100: 10, 200: 10}  # kilometres, and the cells that cover them
RADII = tuple(NEAR_LEVELS)
EARTH = 40_075  # kilometres around
CELL = re.compile(r"(\d{1,2})/(\d{1,5})/(\d{1,5})", re.ASCII)
# Departments and regions are everywhere in their area; their middle is no place to go to.
WIDE_KINDS = (TerritoryKind.DEPARTEMENT, TerritoryKind.REGION)


def cells_of(territory):
    """The cell of a collectivity at each level; none when its position is only approximate."""
    if territory is None or territory.position is None or territory.is_position_approximate:
        return ()
    if territory.kind in WIDE_KINDS:
        return ()
    return tuple(cell_at(level, *territory.position) for level in LEVELS)


def cell_at(level, latitude, longitude):
    x, y = project(latitude, longitude)
    side = SIDE / 2**level
    return f"{level}/{int(x // side)}/{int(y // side)}"


def level_of(cell):
    return int(cell.partition("/")[0])


def is_cell(text):
    found = CELL.fullmatch(text)
    if not found:
        return False
    level, column, row = map(int, found.groups())
    return level in LEVELS and column < 2**level and row < 2**level


def box_of(cell):
    """Left, top, right and bottom of a cell in the pixels of `mercator`."""
    level, column, row = map(int, cell.split("/"))
    side = SIDE / 2**level
    return column * side, row * side, (column + 1) * side, (row + 1) * side


def pixels(kilometres, position):
    """A distance on the ground in the pixels of `mercator`, at the latitude of a position."""
    return kilometres / (EARTH * math.cos(math.radians(position[0]))) * SIDE


def cells_around(position, kilometres):
    """The cells that a disc touches: a little more than the disc, by at most one cell."""
    level = NEAR_LEVELS[kilometres]
    side = SIDE / 2**level
    x, y = project(*position)
    radius = pixels(kilometres, position)
    cells = []
    for row in range(int((y - radius) // side), int((y + radius) // side) + 1):
        for column in range(int((x - radius) // side), int((x + radius) // side) + 1):
            nearest_x = min(max(x, column * side), (column + 1) * side)
            nearest_y = min(max(y, row * side), (row + 1) * side)
            if math.hypot(x - nearest_x, y - nearest_y) <= radius:
                cells.append(f"{level}/{column}/{row}")
    return cells


def where_cells(cells):
    """In the database: sheets whose lead stands in one of these cells."""
    approximate = Q(lead__position_kind=PositionKind.DEPARTMENT) | Q(
        lead__position_kind=PositionKind.MEMBERS, lead__kind=TerritoryKind.COMMUNE
    )
    inside = reduce(or_, map(_where_cell, cells), Q(pk__in=[]))
    return inside & ~approximate & ~Q(lead__kind__in=WIDE_KINDS)


def _where_cell(cell):
    left, top, right, bottom = box_of(cell)
    (north, west), (south, east) = unproject(left, top), unproject(right, bottom)
    return Q(
        lead__latitude__lte=north,
        lead__latitude__gt=south,
        lead__longitude__gte=west,
        lead__longitude__lt=east,
    )
