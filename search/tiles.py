"""The background of the map: tiles of another site, which the reader asks for and may send away again."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from practices.territories.mercator import SIDE

REMEMBERED = "fond_de_carte"  # a cookie that the reader asks for: no consent is needed
LARGEST_TILE = 256  # pixels of a tile, so that none is drawn larger than it is


@dataclass(frozen=True, slots=True)
class Tile:
    """One image of the drawing; lengths are texts with decimal points, whatever the language."""

    url: str
    x: str
    y: str
    side: str


@dataclass(frozen=True, slots=True)
class Background:
    """Whether the reader sees the tiles, and these; `height` is that of the part they cover."""

    is_shown: bool
    tiles: list[Tile]
    height: int


def source() -> str:
    """Where tiles come from, as a policy names it ("https://data.example.fr"); "" when there are none."""
    parts = urlsplit(settings.MAP_TILES_URL)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def is_wanted(request) -> bool:
    """Whether this reader has pressed the button, on a site that has tiles."""
    return bool(source()) and request.COOKIES.get(REMEMBERED) == "1"


def tiles_of(frame, width, height) -> Iterator[Tile]:
    """The tiles that cover a rectangle of the drawing, at the level whose pixels are as fine as its own."""
    level = next(level for level in range(20) if SIDE / 2**level * frame.scale <= LARGEST_TILE)
    unit = SIDE / 2**level  # pixels of the projection
    side = unit * frame.scale
    first_column, first_row = int(-frame.x // side), int(-frame.y // side)
    for row in range(max(0, first_row), min(2**level, int((height - frame.y) // side) + 1)):
        for column in range(max(0, first_column), min(2**level, int((width - frame.x) // side) + 1)):
            x, y = frame.place((column * unit, row * unit))
            yield Tile(_address(level, column, row), f"{x:.2f}", f"{y:.2f}", f"{side:.2f}")


def _address(level, column, row):
    address = settings.MAP_TILES_URL
    for mark, number in (("{z}", level), ("{x}", column), ("{y}", row)):
        address = address.replace(mark, str(number))
    return address
