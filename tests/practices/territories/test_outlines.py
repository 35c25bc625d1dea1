import json
import math

import pytest
from django.core.management import call_command

from practices.territories import areas
from practices.territories.directory.outlining import OutlineError, make_outlines
from practices.territories.mercator import SIDE, project, unproject
from practices.territories.outlines import OUTLINES_FILE, outlines

WITHOUT_OUTLINE = {"975", "977", "978", "984", "986", "987", "988", "989"}
# Two departments side by side: the arc 0 between them, 1 and 2 around; degrees as they stand.
TOPOLOGY = {
    "transform": {"scale": [1, 1], "translate": [0, 40]},
    "arcs": [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]],
    "objects": {
        "fra": {
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "Finistère"}},
                {"type": "Polygon", "arcs": [[2, -1]], "properties": {"name": "Morbihan"}},
            ]
        }
    },
}


def test_outlines_every_region_and_department_has_one():
    regions = set(areas.REGIONS) - WITHOUT_OUTLINE
    departments = {areas.path_of(code) for code in areas.DEPARTMENTS if code not in WITHOUT_OUTLINE}

    assert set(outlines()) == regions | departments
    assert OUTLINES_FILE.stat().st_size < 80_000


def test_outlines_hold_the_towns_they_should():
    places = {
        "53-29": (48.39, -4.49),
        "11-75": (48.86, 2.35),
        "94-2A": (41.93, 8.74),
        "04-974": (-20.88, 55.45),
    }

    for path, position in places.items():
        x, y = project(*position)
        left, top, right, bottom = outlines()[path].box
        assert left <= x <= right and top <= y <= bottom, path


def test_make_outlines_region_has_no_inner_border():
    made = make_outlines(TOPOLOGY)

    boxes = {path: shape["box"] for level in made.values() for path, shape in level.items()}
    middle = round(SIDE * 181 / 360)
    assert list(boxes) == ["53", "53-29", "53-56"]
    assert boxes["53-29"][2] == boxes["53-56"][0] == middle
    assert boxes["53"] == [boxes["53-29"][0], boxes["53-29"][1], boxes["53-56"][2], boxes["53-29"][3]]
    assert made["regions"]["53"]["d"].count("M") == 1


def test_make_outlines_unknown_department_is_refused():
    topology = json.loads(json.dumps(TOPOLOGY).replace("Morbihan", "Armorique"))

    with pytest.raises(OutlineError, match="Armorique"):
        make_outlines(topology)


def test_build_outlines_writes_what_is_read(tmp_path, capsys):
    source, target = tmp_path / "source.json", tmp_path / "outlines.json"
    source.write_text(json.dumps(TOPOLOGY), encoding="utf-8")

    call_command("build_outlines", source=source, target=target)

    assert json.loads(target.read_text(encoding="utf-8")) == make_outlines(TOPOLOGY)


def test_project_and_back():
    latitude, longitude = unproject(*project(48.39, -4.49))

    assert math.isclose(latitude, 48.39, abs_tol=1e-9) and math.isclose(longitude, -4.49, abs_tol=1e-9)
