"""The map of results: regions, or the departments of the chosen region, shaded by the counts of the facet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from practices.territories import areas
from practices.territories.outlines import Outline, outlines

from .points import Point, points_of
from .tiles import Background, source, tiles_of

CLASSES = 5  # shades, as in tokens.css
DEEP = 4  # from this shade on, what is written is light
WIDTH, HEIGHT, LEAST_HEIGHT, MARGIN = (
    640,
    620,
    360,
    12,
)  # of the drawing; its units are pixels on a wide screen
INSETS = ("01", "02", "03", "04", "06")
ISLANDS = {  # overseas collectivities are discs, with their usual short names
    "975": "SPM",
    "977": "St-Barth",
    "978": "St-Martin",
    "984": "TAAF",
    "986": "Wallis",
    "987": "Polynésie",
    "988": "N.-Calédonie",
    "989": "Clipperton",
}
INSET_WIDTH, INSET_HEIGHT, ISLAND_HEIGHT = WIDTH // len(INSETS), 106, 62


@dataclass(frozen=True, slots=True)
class Frame:
    """How pixels of the projection become those of the drawing: a box fitted in a rectangle, centred."""

    scale: float
    x: float
    y: float

    @classmethod
    def fit(cls, box, left, top, width, height):
        scale = min(width / (box[2] - box[0]), height / (box[3] - box[1]))
        x = left + (width - scale * (box[0] + box[2])) / 2
        y = top + (height - scale * (box[1] + box[3])) / 2
        return cls(scale, x, y)

    def place(self, point):
        return self.x + self.scale * point[0], self.y + self.scale * point[1]

    @property
    def transform(self):
        """For an SVG attribute; always with decimal points, whatever the language."""
        return f"translate({self.x:.2f} {self.y:.2f}) scale({self.scale:.5f})"


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
    """`shapes` are drawn, `rows` (the same and those without a shape) are listed; `ground` lies behind.

    `points` lie above, in the map of one region only.
    """

    shapes: list[Shape]
    rows: list[Shape]
    shades: list[Shade]
    ground: list[Outline]
    transform: str  # of the ground
    height: int
    region: str  # the label of the region that is shown, "" for the whole country
    whole_url: str
    points: list[Point]
    background: Background | None  # None where the site has none
    width: int = WIDTH


def region_map(
    counts: Mapping[str, int] | None,
    chosen: Sequence[str],
    labels: Mapping[str, str],
    url_of: Callable[[Sequence[str]], str],
    cells: Mapping[str, int] | None = None,
    chosen_cell: str | None = None,
    cell_url_of: Callable[[str | None], str] = str,
    with_background: bool = False,
) -> RegionMap:
    """The map of some counts by path, and by cell in one region.

    `url_of` makes the address of a search of some paths, `cell_url_of` that of one cell, or of none.

    One region chosen, or departments of one region, shows its departments; anything else the country.
    """
    region = zoomed_region(chosen)
    zoomed = bool(region)
    inner = [path for path in labels if path.startswith(f"{region}-")] or [region]
    paths = inner if zoomed else [path for path in labels if _region_of(path) == path]
    shades = _shades([(counts or {}).get(path, 0) for path in paths])

    def shape(path, **drawing):
        count = None if counts is None else counts.get(path, 0)
        url = url_of(_toggled(path, chosen))
        return Shape(path, labels[path], count, _shade_of(count, shades), path in chosen, url, **drawing)

    if zoomed:
        height = _height_for(outlines()[region].box)
        frame = Frame.fit(outlines()[region].box, MARGIN, MARGIN, WIDTH - 2 * MARGIN, height - 2 * MARGIN)
        shapes = [shape(path, **_drawing(path, frame)) for path in paths]
        ground = [outlines()[code] for code in areas.REGIONS if code in outlines()]
    else:
        frame = _mainland()
        drawings = _country(frame)
        shapes = [shape(path, **drawings[path]) for path in paths if path in drawings]
        ground, height = [], HEIGHT + INSET_HEIGHT + ISLAND_HEIGHT
    rows = [shape(path) for path in paths]
    label = labels[region] if zoomed else ""
    points = points_of(cells or {}, frame, chosen_cell, cell_url_of) if zoomed else []
    background = _background(frame, height if zoomed else HEIGHT, with_background)
    return RegionMap(
        shapes, rows, shades, ground, frame.transform, height, label, url_of([]), points, background
    )


def zoomed_region(chosen: Sequence[str]) -> str:
    """The region whose departments a choice shows, "" for the whole country."""
    regions = {_region_of(path) for path in chosen}
    region = regions.pop() if len(regions) == 1 else ""
    return region if region in outlines() else ""


def _background(frame, height, is_shown):
    if not source():
        return None
    return Background(is_shown, list(tiles_of(frame, WIDTH, height)) if is_shown else [], height)


def _toggled(path, chosen):
    """What is chosen once a shape was pressed: with it, or without it; the last department gives way to
    its region, so that the map stays there."""
    if path in chosen:
        return [other for other in chosen if other != path] or [_region_of(path)] * (_region_of(path) != path)
    return [*(other for other in chosen if other != _region_of(path)), path]


def _region_of(path):
    """The region of a department; any other path itself."""
    return path if path in areas.GROUP_LABELS else path.partition("-")[0]


def _height_for(box):
    return min(HEIGHT, max(LEAST_HEIGHT, WIDTH * (box[3] - box[1]) // (box[2] - box[0])))


def _mainland():
    """The frame of the mainland and Corsica."""
    codes = [code for code in areas.REGIONS if code not in areas.OVERSEAS_REGIONS]
    left, top, right, bottom = zip(*(outlines()[code].box for code in codes), strict=True)
    box = min(left), min(top), max(right), max(bottom)
    return Frame.fit(box, MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)


def _drawing(path, frame):
    x, y = frame.place(outlines()[path].middle)
    return {"d": outlines()[path].d, "transform": frame.transform, "x": round(x), "y": round(y)}


def _country(frame):
    """The drawing of every region: the mainland, the five overseas ones in a row, discs beneath."""
    drawings = {code: _drawing(code, frame) for code in areas.REGIONS if code in outlines()}
    for place, code in enumerate(INSETS):
        left = place * INSET_WIDTH
        inset = Frame.fit(
            outlines()[code].box, left + MARGIN, HEIGHT + 4, INSET_WIDTH - 2 * MARGIN, INSET_HEIGHT - 30
        )
        named = {"name": areas.REGIONS[code], "name_y": HEIGHT + INSET_HEIGHT - 8}
        drawings[code] = _drawing(code, inset) | named | {"x": left + INSET_WIDTH // 2}
    for place, (code, name) in enumerate(ISLANDS.items()):
        x = round((place + 0.5) * WIDTH / len(ISLANDS))
        y = HEIGHT + INSET_HEIGHT + 20
        drawings[code] = {"name": name, "name_y": y + 32, "x": x, "y": y}
    return drawings


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
