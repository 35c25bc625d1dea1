"""« Autour de moi »: how far a search around a position goes, and how the page says it."""

from dataclasses import dataclass, replace

from .answering import answer
from .cells import RADII, cells_around, where_cells
from .engines.base import SearchUnavailable
from .filters import PLACE
from .links import Link
from .patience import TooLate


@dataclass(frozen=True, slots=True)
class Nearby:
    """How many kilometres around; `empty`, the distance that holds nothing; links to each distance."""

    reach: int
    empty: int | None
    links: list[Link]
    nearest_url: str  # as far as it takes to find a sheet

    @property
    def longer(self) -> list[Link]:
        """The distances that may hold something where this one holds nothing."""
        return [link for link in self.links if int(link.value) > self.reach]


def widen(filterset) -> None:
    """Settles how far a search around a position goes when it does not say: the first of RADII within which
    it finds a sheet, else the largest. The engine is asked once; when it fails the database counts, and the
    page is to ask no more; when it is too slow the search goes as far as it can.
    """
    if not filterset.position or filterset.values["within"]:
        return
    squares = {radius: cells_around(filterset.position, radius) for radius in RADII[:-1]}
    try:
        holding = _held(filterset, squares)
    except TooLate:
        return
    except SearchUnavailable:
        filterset.engine_failed = True
        sheets = filterset.sheets_without("near")
        holding = (radius for radius in squares if sheets.filter(where_cells(squares[radius])).exists())
    filterset.reach = next(iter(holding), RADII[-1])
    filterset.empty = next((radius for radius in reversed(RADII) if radius < filterset.reach), None)


def _held(filterset, squares):
    """The distances that hold a sheet, by the counts of all squares within the largest."""
    query = filterset.search_query
    counting = replace(
        query.counting(),
        filters=query.filters | {"cell": squares[max(squares)]},
        facets=("cell",),
        counted_within=("cell",),
    )
    found = answer(filterset.extras, counting, filterset.text)
    counts = found.results.facets["cell"]
    return [radius for radius, cells in squares.items() if any(counts.get(cell) for cell in cells)]


def nearby(filterset) -> Nearby | None:
    """What is said of the distance; None when the search is everywhere."""
    if not filterset.position:
        return None
    links = [
        Link(f"{radius}\u00a0km", str(radius), filterset.url(within=radius), radius == filterset.reach)
        for radius in RADII
    ]
    return Nearby(filterset.reach, filterset.empty, links, filterset.url(within=None))


def around(filterset, territory, **others) -> Link | None:
    """A link to the same search, `others` changed, around a collectivity; None when it has no position."""
    if not territory or not territory.position:
        return None
    latitude, longitude = territory.position
    changes = dict.fromkeys(PLACE) | {"near": f"{latitude:.2f},{longitude:.2f}"} | others
    return Link(territory.label, territory.code, filterset.url(**changes), False)
