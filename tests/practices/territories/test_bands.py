import pytest

from practices.territories.bands import BAND_LABELS, BANDS, band_of


@pytest.mark.parametrize(
    ("population", "band"),
    [
        (0, "commune-0"),
        (999, "commune-0"),
        (1_000, "commune-1000"),
        (3_499, "commune-1000"),
        (3_500, "commune-3500"),
        (9_999, "commune-3500"),
        (10_000, "commune-10000"),
        (19_999, "commune-10000"),
        (20_000, "commune-20000"),
        (49_999, "commune-20000"),
        (50_000, "commune-50000"),
        (99_999, "commune-50000"),
        (100_000, "commune-100000"),
        (199_999, "commune-100000"),
        (200_000, "commune-200000"),
        (2_103_778, "commune-200000"),
        (None, None),
        (-1, None),
    ],
)
def test_band_of_a_commune(population, band):
    assert band_of("commune", population) == band


@pytest.mark.parametrize(
    ("population", "band"),
    [
        (0, "epci-0"),
        (14_999, "epci-0"),
        (15_000, "epci-15000"),
        (49_999, "epci-15000"),
        (50_000, "epci-50000"),
        (99_999, "epci-50000"),
        (100_000, "epci-100000"),
        (249_999, "epci-100000"),
        (250_000, "epci-250000"),
        (None, None),
    ],
)
@pytest.mark.parametrize("kind", ["cc", "ca", "cu", "metropole", "ept"])
def test_band_of_an_intercommunality(kind, population, band):
    assert band_of(kind, population) == band


@pytest.mark.parametrize("kind", ["syndicat", "departement", "region", "autre", "etranger"])
def test_band_of_other_kinds_is_none(kind):
    assert band_of(kind, 50_000) is None


def test_labels_are_written_in_french_and_in_order():
    assert list(BAND_LABELS.items())[:2] + list(BAND_LABELS.items())[-2:] == [
        ("commune-0", "Communes de moins de 1\u202f000 habitants"),
        ("commune-1000", "Communes de 1\u202f000 à 3\u202f500 habitants"),
        ("epci-100000", "Intercommunalités de 100\u202f000 à 250\u202f000 habitants"),
        ("epci-250000", "Intercommunalités de 250\u202f000 habitants et plus"),
    ]
    assert len(BANDS) == 13
