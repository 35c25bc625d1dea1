"""The demonstration sheets, read as files: no database."""

import csv
import gzip
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import practices
from practices.choices import Audience, CostBand, Evaluation, Licence, Mutualisation, State, cost_band
from practices.territories.areas import OVERSEAS_REGIONS, REGIONS
from practices.territories.bands import BANDS, band_of

FOLDER = Path(practices.__file__).parent
REQUIRED = {
    "external_id", "title", "summary", "themes", "territory", "contact_function", "contact_email",
    "mutualisation", "need", "actions", "state", "state_date", "lessons",
}  # fmt: skip
OPTIONAL = {
    "keywords", "audiences", "co_bearers", "partners", "software", "collectivities_count",
    "inhabitants_covered", "cost_sharing", "governance", "open_to_partners", "partners_until", "steps",
    "started_on", "setup_months", "investment", "running_cost", "cost_band", "staffing", "financing",
    "programmes", "indicators", "evaluation", "conditions", "difficulties", "advice", "vigilance", "licence",
}  # fmt: skip
PROGRAMMES = {
    "Action Cœur de Ville", "Petites villes de demain", "France Relance", "France 2030", "Villages d’avenir",
    "Territoires d’industrie", "France Services", "Conseillers numériques",
}  # fmt: skip
METROPOLITAN_REGIONS = {"11", "24", "27", "28", "32", "44", "52", "53", "75", "76", "84", "93", "94"}
DEPARTMENTS_OVERSEAS = {"01", "02", "03", "04", "06"}
ABROAD = {"x-shawinigan"}
LAST_DAY = date(2026, 11, 23)  # when these sheets were written
LONGEST = {"title": 120, "summary": 300, "keywords": 200, "contact_function": 120}
CODE = re.compile(r"\d[\dAB]\d{3}|\d{9}|dep-\d[\dAB]\d?|reg-\d\d|x-[a-z-]+")
# An ordinary space before a high sign, inside guillemets or between thousands.
LOOSE_SPACE = re.compile(r" [;!?»]|« | :(?= |$)|\d \d{3}(?!\d)|\S(?<![\u202f\u00a0])[;!?](?!\S)")


def read_sheets():
    files = sorted((FOLDER / "examples").glob("*.json"))
    return [sheet for file in files for sheet in json.loads(file.read_text(encoding="utf-8"))]


def read_theme_names():
    tree = json.loads((FOLDER / "theme_tree.json").read_text(encoding="utf-8"))
    children = {f"{theme['name']} / {child['name']}" for theme in tree for child in theme["children"]}
    return {theme["name"] for theme in tree}, children


def read_directory():
    with gzip.open(FOLDER / "territories/data/territories.csv.gz", "rt", encoding="utf-8") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def words_of(value):
    """Every string of a sheet, however deep."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [word for part in value for word in words_of(part)]
    return [value] if isinstance(value, str) else []


def cost_of(sheet):
    if "investment" in sheet or "running_cost" in sheet:
        return cost_band(sheet.get("investment", 0) + sheet.get("running_cost", 0))
    return sheet.get("cost_band", CostBand.UNKNOWN)


SHEETS = read_sheets()
DIRECTORY = read_directory()
LEADS = [DIRECTORY[sheet["territory"]] for sheet in SHEETS if sheet["territory"] in DIRECTORY]
each_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet["external_id"])


@each_sheet
def test_sheet_has_known_and_required_columns(sheet):
    assert REQUIRED - {key for key, value in sheet.items() if value} == set()
    assert set(sheet) - REQUIRED - OPTIONAL == set()
    assert {key: len(sheet[key]) for key, limit in LONGEST.items() if len(sheet.get(key, "")) > limit} == {}


@each_sheet
def test_sheet_uses_only_known_choices(sheet):
    parents, children = read_theme_names()

    assert 1 <= len(sheet["themes"]) == len(set(sheet["themes"])) <= 3
    assert set(sheet["themes"]) - parents - children == set()
    assert sheet["mutualisation"] in Mutualisation.values
    assert sheet["state"] in State.values
    assert sheet.get("evaluation", "aucune") in Evaluation.values
    assert sheet.get("licence", Licence.OPEN) in Licence.values
    assert set(sheet.get("audiences", [])) - set(Audience.values) == set()
    assert set(sheet.get("programmes", [])) - PROGRAMMES == set()


@each_sheet
def test_sheet_gives_amounts_or_a_band_never_both(sheet):
    assert sheet.get("cost_band", CostBand.UNKNOWN) in CostBand.values
    assert not ("cost_band" in sheet and {"investment", "running_cost"} & set(sheet))


@each_sheet
def test_sheet_names_collectivities_of_the_directory(sheet):
    codes = [sheet["territory"], *sheet.get("co_bearers", [])]

    assert [code for code in codes if not CODE.fullmatch(code)] == []
    assert set(codes) - set(DIRECTORY) - ABROAD == set()
    assert len(codes) == len(set(codes))


@each_sheet
def test_sheet_dates_follow_one_another(sheet):
    state_date = date.fromisoformat(sheet["state_date"])

    assert date.fromisoformat(sheet.get("started_on", sheet["state_date"])) <= state_date <= LAST_DAY
    assert "partners_until" not in sheet or date.fromisoformat(sheet["partners_until"]) > state_date
    assert "partners_until" not in sheet or sheet["open_to_partners"] is True
    measured = [date.fromisoformat(row["date"]) for row in sheet.get("indicators", [])]
    assert [day for day in measured if not date.fromisoformat(sheet["started_on"]) <= day <= LAST_DAY] == []


@each_sheet
def test_sheet_parts_fit_their_fields(sheet):
    steps, indicators = sheet.get("steps", []), sheet.get("indicators", [])

    assert [row for row in steps if len(row["date"]) > 40 or not 1 <= len(row["title"]) <= 160] == []
    assert [row for row in indicators if len(row["name"]) > 160 or len(row["unit"]) > 40] == []
    assert {type(row[key]) for row in indicators for key in ("before", "after")} <= {int, float, type(None)}
    assert [row for row in indicators if row["after"] is None or not row["source"]] == []


@each_sheet
def test_sheet_is_in_french_typography(sheet):
    texts = words_of(sheet)

    assert [text for text in texts if "'" in text or '"' in text or "..." in text] == []
    assert [match.group() for text in texts for match in LOOSE_SPACE.finditer(text)] == []
    assert re.match(r"(S’)?\w*(er|ir|re)\b", sheet["title"], re.IGNORECASE), "a title begins with a verb"


@each_sheet
def test_sheet_names_no_person(sheet):
    assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)?@example\.(org|fr)", sheet["contact_email"])
    assert [text for text in words_of(sheet) if re.search(r"\b(M\.|Mme|Mlle|Monsieur|Madame) ", text)] == []


def test_sheets_are_told_apart():
    for key in ("external_id", "title", "summary"):
        assert [value for value, count in Counter(sheet[key] for sheet in SHEETS).items() if count > 1] == []


def test_files_stay_small():
    sizes = {file.name: file.stat().st_size for file in (FOLDER / "examples").glob("*.json")}

    assert {name: size for name, size in sizes.items() if size >= 120_000} == {}


def test_every_theme_is_met():
    parents, children = read_theme_names()
    used = {theme for sheet in SHEETS for theme in sheet["themes"]}

    assert parents - {theme.split(" / ")[0] for theme in used} == set()
    assert children - used == set()


def test_every_choice_is_met():
    assert {sheet["mutualisation"] for sheet in SHEETS} == set(Mutualisation.values)
    assert {sheet["state"] for sheet in SHEETS} == set(State.values)
    assert {sheet.get("evaluation") for sheet in SHEETS} >= set(Evaluation.values)
    assert {sheet.get("licence") for sheet in SHEETS} >= set(Licence.values)
    assert {word for sheet in SHEETS for word in sheet.get("audiences", [])} == set(Audience.values)
    assert {word for sheet in SHEETS for word in sheet.get("programmes", [])} == PROGRAMMES
    assert {cost_of(sheet) for sheet in SHEETS} == set(CostBand.values)
    years = {int(sheet.get("started_on", sheet["state_date"])[:4]) for sheet in SHEETS}
    assert years == set(range(2018, 2027))


def test_most_sheets_are_mutualised():
    alone = [sheet for sheet in SHEETS if sheet["mutualisation"] == Mutualisation.NONE]

    assert len(alone) < len(SHEETS) / 4


def test_every_region_band_and_kind_is_met():
    kinds = {lead["kind"] for lead in LEADS}
    bands = {band_of(lead["kind"], int(lead["population"])) for lead in LEADS if lead["population"]}

    assert {lead["region_code"] for lead in LEADS} == METROPOLITAN_REGIONS | DEPARTMENTS_OVERSEAS
    assert METROPOLITAN_REGIONS <= set(REGIONS) and DEPARTMENTS_OVERSEAS <= set(OVERSEAS_REGIONS)
    assert set(BANDS) - bands == set()
    assert kinds == {"commune", "cc", "ca", "cu", "metropole", "ept", "departement", "region"}
