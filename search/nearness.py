"""« Autour de moi »: the smallest distance at which a search finds something."""

from dataclasses import dataclass, replace

from .cells import RADII, cells_around, where_cells
from .documents import PracticeDocument
from .engines.base import SearchQuery, SearchUnavailable, get_engine


@dataclass(frozen=True, slots=True)
class Nearby:
    """How many kilometres around; `empty`, the distance that holds nothing; links to each distance."""

    reach: int
    empty: int | None
    links: list


def reach(query: SearchQuery, sheets, position) -> int:
    """The first of RADII within which the search finds a sheet, else the largest.

    `query` and `sheets` are the search without its place: the engine counts, or the database when it cannot.
    """
    return next((radius for radius in RADII[:-1] if _holds(query, sheets, position, radius)), RADII[-1])


def _holds(query, sheets, position, radius):
    cells = cells_around(position, radius)
    counting = replace(query, filters=query.filters | {"cell": cells}).counting()
    try:
        return bool(get_engine(PracticeDocument).search(counting).total)
    except SearchUnavailable:
        return sheets.filter(where_cells(cells)).exists()
