"""Where a map of results is drawn: the country, one region, or what lies around a position."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from practices.territories import areas
from practices.territories.mercator import project
from practices.territories.outlines import Outline, outlines

from .cells import pixels

# Of the drawing; its units are pixels on a wide screen.
WIDTH, HEIGHT, LEAST_HEIGHT, MARGIN = 640, 620, 360, 12
AROUND_HEIGHT = 460
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

    def shows(self, box, height):
        """Whether some of a box of the projection is in the drawing."""
        (left, top), (right, bottom) = self.place(box[:2]), self.place(box[2:])
        return left < WIDTH and right > 0 and top < height and bottom > 0

    @property
    def transform(self):
        """For an SVG attribute; always with decimal points, whatever the language."""
        return f"translate({self.x:.2f} {self.y:.2f}) scale({self.scale:.5f})"


@dataclass(frozen=True, slots=True)
class Disc:
    """What is less than some kilometres away from a position, in units of the drawing."""

    x: int
    y: int
    radius: int


@dataclass(frozen=True, slots=True)
class Ground:
    """`drawings` are the attributes of each shape by path, `paths` what is listed beside the map.

    `behind` lies under the shapes; `mapped` is the height of what the frame draws, without the insets.
    """

    frame: Frame
    height: int
    mapped: int
    drawings: Mapping[str, dict]
    paths: Sequence[str]
    behind: Sequence[Outline] = field(default=())
    region: str = ""
    disc: Disc | None = None

    @property
    def has_points(self):
        return bool(self.region or self.disc)


def country(labels) -> Ground:
    """Every region: the mainland, the five overseas ones in a row, discs beneath."""
    frame = _mainland()
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
    paths = [path for path in labels if region_of(path) == path]
    return Ground(frame, HEIGHT + INSET_HEIGHT + ISLAND_HEIGHT, HEIGHT, drawings, paths)


def one_region(code, labels) -> Ground:
    """The departments of a region, or itself when it is its only one."""
    box = outlines()[code].box
    height = min(HEIGHT, max(LEAST_HEIGHT, WIDTH * (box[3] - box[1]) // (box[2] - box[0])))
    frame = Frame.fit(box, MARGIN, MARGIN, WIDTH - 2 * MARGIN, height - 2 * MARGIN)
    paths = [path for path in labels if path.startswith(f"{code}-")] or [code]
    behind = [outlines()[region] for region in areas.REGIONS if region in outlines()]
    drawings = {path: _drawing(path, frame) for path in paths}
    return Ground(frame, height, height, drawings, paths, behind, region=code)


def around(position, kilometres, labels) -> Ground:
    """The departments in sight of a disc."""
    x, y = project(*position)
    radius = pixels(kilometres, position)
    box = x - radius, y - radius, x + radius, y + radius
    frame = Frame.fit(box, MARGIN, MARGIN, WIDTH - 2 * MARGIN, AROUND_HEIGHT - 2 * MARGIN)
    parents = {region_of(path) for path in labels if region_of(path) != path}
    paths = [
        path
        for path in labels
        if path not in parents and path in outlines() and frame.shows(outlines()[path].box, AROUND_HEIGHT)
    ]
    drawings = {path: _drawing(path, frame) for path in paths}
    center_x, center_y = frame.place((x, y))
    disc = Disc(round(center_x), round(center_y), round(radius * frame.scale))
    return Ground(frame, AROUND_HEIGHT, AROUND_HEIGHT, drawings, paths, disc=disc)


def zoomed_region(chosen: Sequence[str]) -> str:
    """The region whose departments a choice shows, "" for the whole country."""
    regions = {region_of(path) for path in chosen}
    region = regions.pop() if len(regions) == 1 else ""
    return region if region in outlines() else ""


def region_of(path):
    """The region of a department; any other path itself."""
    return path if path in areas.GROUP_LABELS else path.partition("-")[0]


def _mainland():
    """The frame of the mainland and Corsica."""
    codes = [code for code in areas.REGIONS if code not in areas.OVERSEAS_REGIONS]
    left, top, right, bottom = zip(*(outlines()[code].box for code in codes), strict=True)
    box = min(left), min(top), max(right), max(bottom)
    return Frame.fit(box, MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)


def _drawing(path, frame):
    x, y = frame.place(outlines()[path].middle)
    return {"d": outlines()[path].d, "transform": frame.transform, "x": round(x), "y": round(y)}
