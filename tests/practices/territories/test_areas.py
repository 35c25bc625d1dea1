import pytest

from practices.territories import areas


def test_every_department_lies_in_a_region():
    assert {region for _, region in areas.DEPARTMENTS.values()} == set(areas.REGIONS)
    assert (len(areas.REGIONS), len(areas.DEPARTMENTS), len(areas.OVERSEAS_REGIONS)) == (26, 109, 13)


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("53", "Bretagne"),
        ("53-29", "Finistère"),
        ("44", "Grand Est"),
        ("52-44", "Loire-Atlantique"),
        ("94-2A", "Corse-du-Sud"),
        ("outre-mer", "Outre-mer"),
        ("etranger", "Hors de France"),
        ("44-44", None),
        ("29", None),
        ("53-", "Bretagne"),
        ("", None),
        ("x-y-z", None),
    ],
)
def test_area_label(path, label):
    assert areas.area_label(path) == label


@pytest.mark.parametrize(
    ("lies_in", "paths"),
    [
        (["53-29"], ["53", "53-29"]),
        (["53"], ["53"]),
        (["24-28", "28-27"], ["24", "24-28", "28", "28-27"]),
        (["01-971"], ["01", "01-971", "outre-mer"]),
        (["987-987"], ["987", "987-987", "outre-mer"]),
        ([], []),
    ],
)
def test_expand(lies_in, paths):
    assert areas.expand(lies_in) == paths
