"""A line that goes wrong, one accident at a time."""

import datetime

import pytest

from practices.importing.rows import Problem, Reading, Row, parse_row
from practices.models import Theme
from practices.territories.models import Territory

from .conftest import FULL, LEAST

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def parse(*, lenient=False, **cells):
    return parse_row(Row(2, (LEAST if lenient else FULL) | cells), Reading(lenient=lenient))


def test_good_line_has_all_its_values(brest):
    parsed = parse()

    assert (parsed.problems, parsed.remarks) == ([], [])
    assert parsed.values == {
        "external_id": "f-1",
        "title": "Partager un informaticien",
        "summary": "Trois communes emploient ensemble un informaticien.",
        "themes": [Theme.objects.get(path="cybersecurite")],
        "lead": brest,
        "mutualisation": "service-commun",
        "need": "<p>Personne pour réparer.</p>",
        "actions": "<p>Un poste partagé.</p>",
        "state": "en-service",
        "state_date": datetime.date(2024, 12, 31),
        "lessons": "<p>Commencer sans convention.</p>",
        "contact_function": "Secrétariat général",
        "contact_email": "mairie@commune.example",
    }


@pytest.mark.parametrize("name", [name for name in FULL if name not in ("external_id", "state_date")])
def test_each_asked_cell_is_asked(name):
    assert parse(**{name: " \u00a0"}).problems == [Problem(name, "Cette cellule est obligatoire.")]


@pytest.mark.parametrize("name", ["title", "summary", "territory"])
def test_lenient_import_asks_three(name):
    assert parse(lenient=True).problems == []
    assert parse(lenient=True, **{name: ""}).problems == [Problem(name, "Cette cellule est obligatoire.")]


def test_all_that_is_wrong_is_told_at_once():
    parsed = parse(summary="", state="x", state_date="hier", contact_email="mairie", territory="zzz")

    assert [problem.column for problem in parsed.problems] == [
        "territory",
        "state",
        "state_date",
        "contact_email",
        "summary",
    ]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("29019", "29019"),
        ("brest", "29019"),
        (" Brest\u00a0", "29019"),
        ("242 900 314", "242900314"),
        ("Brest Métropole", "242900314"),
        ("Saint-Aubin (40)", "40249"),
        ("St Aubin (Landes)", "40249"),
    ],
)
def test_territory_by_code_or_exact_name(typed, code):
    assert parse(territory=typed).values["lead"] == Territory.objects.get(code=code)


def test_lost_zero_is_mended_and_said():
    parsed = parse(territory="1004")

    assert parsed.values["lead"].name == "Ambérieu-en-Bugey"
    assert parsed.remarks == [
        Problem(
            "territory",
            "«\u00a01004\u00a0» est lu 01004 (Ambérieu-en-Bugey (01))\u00a0: le tableur a perdu le zéro.",
        )
    ]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("2.4971E+08", "nombre arrondi (2.4971E+08)\u00a0: des chiffres sont perdus"),
        ("2,4971E+08", "nombre arrondi (2,4971E+08)\u00a0: des chiffres sont perdus"),
        ("Saint-Aubin", "Saint-Aubin (40), Saint-Aubin (62)"),
        ("Brestt", "Aucune collectivité ne correspond"),
        ("29200", "Peut-être\u00a0: Brest (29), 29019."),
        ("Ambérieu", "Peut-être\u00a0: Ambérieu-en-Bugey (01), 01004."),
    ],
)
def test_wrong_territory_is_refused_with_its_reason(typed, reason):
    (problem,) = parse(territory=typed).problems

    assert problem.column == "territory"
    assert reason in problem.reason


@pytest.mark.parametrize(
    "typed",
    [
        "Sauvegarde",
        "sauvegarde",
        "cybersecurite/sauvegarde",
        "Cybersécurité / Sauvegarde",
        "CYBERSECURITE/SAUVEGARDE",
    ],
)
def test_theme_by_name_or_path(typed):
    assert parse(themes=typed).values["themes"] == [Theme.objects.get(path="cybersecurite/sauvegarde")]


def test_several_themes(site):
    assert [theme.slug for theme in parse(themes="Sauvegarde; Cybersécurité;").values["themes"]] == [
        "sauvegarde",
        "cybersecurite",
    ]


def test_unknown_theme_suggests_the_nearest():
    assert parse(themes="Cybersécurté").problems == [
        Problem(
            "themes",
            "Le thème «\u00a0Cybersécurté\u00a0» n’existe pas. "
            "Vouliez-vous dire «\u00a0Cybersécurité\u00a0»\u202f?",
        )
    ]


def test_name_of_two_themes_is_refused_with_both(site):
    for name in ("Numérique responsable", "Écoles"):
        parent = Theme.objects.create(name=name, slug=name[:2].lower().replace("é", "e"))
        Theme.objects.create(name="Achats", slug="achats", parent=parent)

    (problem,) = parse(themes="achats").problems

    assert "«\u00a0Numérique responsable / Achats\u00a0»" in problem.reason
    assert "«\u00a0Écoles / Achats\u00a0»" in problem.reason


def test_too_many_themes_are_refused(site):
    for number in range(3):
        Theme.objects.create(name=f"T{number}", slug=f"t{number}")

    assert parse(themes="T0;T1;T2;Sauvegarde").problems == [Problem("themes", "4 thèmes, 3 au plus.")]


def test_programmes_and_co_bearers_by_name_or_code():
    values = parse(programmes="france relance", co_bearers="242900314; Saint-Aubin (62)").values

    assert [programme.slug for programme in values["programmes"]] == ["france-relance"]
    assert [territory.code for territory in values["co_bearers"]] == ["242900314", "62742"]


def test_unknown_programme_suggests_the_nearest():
    (problem,) = parse(programmes="France Relence").problems

    assert problem.reason.endswith("Vouliez-vous dire «\u00a0France Relance\u00a0»\u202f?")


def test_invisible_signs_are_taken_out_and_said():
    parsed = parse(title="Partager\x00 un informaticien\ufeff")

    assert parsed.values["title"] == "Partager un informaticien"
    assert parsed.remarks == [
        Problem("title", "Des signes invisibles (nuls ou de contrôle) ont été retirés.")
    ]


@pytest.mark.parametrize(("name", "limit"), [("summary", 300), ("title", 255)])
def test_long_title_and_summary_are_cut_only_when_lenient(name, limit):
    long = "mot " * 100

    assert parse(**{name: long}).problems == [Problem(name, f"399 signes, {limit} au plus.")]
    parsed = parse(lenient=True, **{name: long})
    assert parsed.values[name].endswith("mot…")
    assert len(parsed.values[name]) <= limit
    assert parsed.remarks == [Problem(name, f"399 signes\u00a0: coupé à {limit}.")]


def test_limits_of_the_model_hold():
    parsed = parse(contact_function="x" * 121, contact_email="pas une adresse")

    assert [problem.column for problem in parsed.problems] == ["contact_function", "contact_email"]
