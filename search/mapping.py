"""The map of results: areas shaded by the counts of the region facet, and circles that count squares."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from practices.territories.outlines import Outline

from .grounds import WIDTH, Disc, Ground, region_of
from .points import Point, points_of
from .tiles import Background, source, tiles_of

CLASSES = 5  # shades, as in tokens.css
DEEP = 4  # from this shade on, what is written is light


@dataclass(frozen=True, slots=True)
class Shape:
    """One region or department: a link that narrows to it, or widens when it is chosen.

    `count` is None when it was not counted. `d` is empty for a disc; `name` is
    written beneath those overseas.
    """

    path: str
    label: str
    count: int | None
    shade: int
    selected: bool
    url: str
    d: str = ""
    transform: str = ""
    x: int = 0
    y: int = 0
    name: str = ""
    name_y: int = 0

    @property
    def is_deep(self):
        return self.shade >= DEEP

    @property
    def leads_somewhere(self):
        return self.selected or self.count != 0


@dataclass(frozen=True, slots=True)
class Shade:
    number: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class RegionMap:
    """`shapes` are drawn, `rows` (the same and those without a shape) are listed; `behind` lies beneath.

    `points` lie above, where the ground has some.
    """

    ground: Ground
    shapes: list[Shape]
    rows: list[Shape]
    shades: list[Shade]
    region: str  # the label of the one region that is shown, "" for any other ground
    whole_url: str
    points: list[Point]
    background: Background | None  # None where the site has none
    width: int = WIDTH

    @property
    def height(self) -> int:
        return self.ground.height

    @property
    def behind(self) -> Sequence[Outline]:
        return self.ground.behind

    @property
    def disc(self) -> Disc | None:
        return self.ground.disc


@dataclass(frozen=True, slots=True)
class Addresses:
    """Of a search of some areas, of one square or of none, and of the whole country."""

    of_paths: Callable[[Sequence[str]], str]
    of_cell: Callable[[str | None], str]
    whole: str


def region_map(
    ground: Ground,
    counts: Mapping[str, Mapping[str, int]],
    chosen: Sequence[str],
    labels: Mapping[str, str],
    addresses: Addresses,
    *,
    chosen_cell: str | None = None,
    with_background: bool = False,
) -> RegionMap:
    """The map of a search on some ground, from its counts by region and by cell."""
    counted = counts.get("region")
    shades = _shades([(counted or {}).get(path, 0) for path in ground.paths])

    def shape(path, **drawing):
        count = None if counted is None else counted.get(path, 0)
        url = addresses.of_paths(_toggled(path, chosen))
        return Shape(path, labels[path], count, _shade_of(count, shades), path in chosen, url, **drawing)

    points = []
    if ground.has_points:
        points = points_of(counts.get("cell") or {}, ground.frame, chosen_cell, addresses.of_cell)
    return RegionMap(
        ground,
        shapes=[shape(path, **ground.drawings[path]) for path in ground.paths if path in ground.drawings],
        rows=[shape(path) for path in ground.paths],
        shades=shades,
        region=labels[ground.region] if ground.region else "",
        whole_url=addresses.whole,
        points=points,
        background=_background(ground, with_background),
    )


def _background(ground, is_shown):
    if not source():
        return None
    tiles = list(tiles_of(ground.frame, WIDTH, ground.mapped)) if is_shown else []
    return Background(is_shown, tiles, ground.mapped)


def _toggled(path, chosen):
    """What is chosen once a shape was pressed: with it, or without it; the last department gives way to
    its region, so that the map stays there."""
    if path in chosen:
        return [other for other in chosen if other != path] or [region_of(path)] * (region_of(path) != path)
    return [*(other for other in chosen if other != region_of(path)), path]


def _shades(counts):
    """At most five shades of about as many values each; each says the counts it stands for."""
    values = sorted({count for count in counts if count})
    number = min(CLASSES, len(values))
    shades = []
    for place in range(number):
        part = values[place * len(values) // number : (place + 1) * len(values) // number]
        first = round(place * (CLASSES - 1) / (number - 1)) + 1 if number > 1 else CLASSES // 2
        shades.append(Shade(first, part[0], part[-1]))
    return shades


def _shade_of(count, shades):
    """0 for none."""
    return next((shade.number for shade in shades if shade.low <= (count or 0) <= shade.high), 0)
