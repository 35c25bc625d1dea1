"""The outlines of regions and departments, for maps; `manage.py build_outlines` makes the file."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OUTLINES_FILE = Path(__file__).parent / "data" / "outlines.json"


@dataclass(frozen=True, slots=True)
class Outline:
    """A shape in the pixels of `mercator`: its box (left, top, right, bottom), where to write, SVG path."""

    box: tuple[int, int, int, int]
    middle: tuple[int, int]
    d: str


@cache
def outlines():
    """Every outline by path: regions ("53") and departments ("53-29").

    Overseas collectivities other than the five departments have none.
    """
    levels = json.loads(OUTLINES_FILE.read_text(encoding="utf-8"))
    return {
        path: Outline(tuple(shape["box"]), tuple(shape["middle"]), shape["d"])
        for shapes in levels.values()
        for path, shape in shapes.items()
    }
