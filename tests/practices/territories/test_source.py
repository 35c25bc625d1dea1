import json

import pytest
from django.core.management import CommandError, call_command

from practices.territories import areas
from practices.territories.directory.rows import AliasRow
from practices.territories.directory.source import SourceError, main_town_names, read_source


def commune(code, name, **values):
    place = {"departement": "28", "region": "24", "zone": "metro", "type": "commune-actuelle"}
    return {"code": code, "nom": name, "population": 100, "codesPostaux": ["28100"]} | place | values


COMMUNES = [
    commune("28134", "Dreux", population=30_000, siren="212801344", anciensCodes=["28444"]),
    commune("27056", "L'Habit", departement="27", region="28", population=600),
    commune("28900", "Nulle part", population=None, codesPostaux=[]),
    {**commune("28134", "Dreux"), "type": "commune-deleguee", "chefLieu": "28134"},
    {**commune("28445", "Saint-Denis"), "type": "commune-associee", "chefLieu": "28134"},
]
EPCI = [
    {
        "code": "200040277",
        "nom": "CA Agglo du Pays de Dreux",
        "type": "CA",
        "membres": [{"code": "28134"}, {"code": "27056"}],
    }
]


@pytest.fixture
def source(tmp_path):
    """Writes a folder of source files, all the areas of France and what the test changes."""

    def write(**changes):
        content = {
            "communes": [*COMMUNES, *one_commune_in_each_department()],
            "epci": EPCI,
            "ept": [],
            "regions": [
                {"code": code, "nom": name, "zone": zone_of(code)} for code, name in areas.REGIONS.items()
            ],
            "departements": [
                {"code": code, "nom": name, "region": region, "zone": zone_of(region)}
                for code, (name, region) in areas.DEPARTMENTS.items()
            ],
        }
        for name, items in (content | changes).items():
            (tmp_path / f"{name}.json").write_text(json.dumps(items), encoding="utf-8")
        return tmp_path

    return write


def zone_of(region):
    return "com" if len(region) == 3 else "metro"


def one_commune_in_each_department():
    return [
        commune(f"{code}999"[:5], f"Ville de {name}", departement=code, region=region)
        for code, (name, region) in areas.DEPARTMENTS.items()
        if code not in ("27", "28")
    ]


def test_read_source_sums_and_places_groups(source):
    rows = {row.code: row for row in read_source(source())[0]}

    group, dreux, empty = rows["200040277"], rows["28134"], rows["28900"]
    assert (group.kind, group.population, group.department_code, group.areas) == (
        "ca",
        30_600,
        "28",
        "24-28 28-27",
    )
    assert (dreux.epci, dreux.siren, dreux.population_year, dreux.postal_codes) == (
        "200040277",
        "212801344",
        2023,
        "28100",
    )
    assert (empty.population, empty.population_year, empty.epci) == (None, None, "")
    assert rows["27056"].name == "L’Habit"
    assert (rows["reg-24"].areas, rows["reg-24"].department_code, rows["reg-24"].population) == (
        "24",
        "",
        30_500,
    )
    assert [rows[code].kind for code in ("dep-28", "dep-987", "dep-6AE")] == [
        "departement",
        "autre",
        "departement",
    ]
    assert "reg-987" not in rows
    assert rows["dep-976"].population_year == 2017


def test_read_source_keeps_the_names_and_codes_that_say_more(source):
    aliases = read_source(source())[1]

    assert [alias for alias in aliases if alias.code] == [
        AliasRow("28444", "", "28134"),
        AliasRow("28445", "Saint-Denis", "28134"),
    ]


def test_main_town_names_are_those_of_the_same_code():
    aliases = [AliasRow("50129", "Cherbourg-Octeville", "50129"), AliasRow("50203", "La Glacerie", "50129")]

    assert main_town_names(aliases)["50129"] == ["Cherbourg-Octeville"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"epci": [{**EPCI[0], "membres": [{"code": "99999"}]}]},
            "CA Agglo du Pays de Dreux\u00a0: commune 99999 inconnue.",
        ),
        (
            {"regions": []},
            "Régions ou départements différents de ceux d’areas.py\u00a0: mettez ce fichier à jour.",
        ),
    ],
)
def test_read_source_refuses_what_does_not_hold_together(source, changes, reason):
    with pytest.raises(SourceError) as caught:
        read_source(source(**changes))

    assert str(caught.value) == reason


def test_build_command_says_when_the_folder_is_not_the_source(tmp_path):
    with pytest.raises(CommandError, match="communes.json ne peut pas être lu"):
        call_command("build_territories", source=tmp_path, target=tmp_path)
