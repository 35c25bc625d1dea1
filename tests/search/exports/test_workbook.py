"""The list as a workbook: what a spreadsheet reads, and what it never runs."""

import datetime
import io
import zipfile

import openpyxl
import pytest

from practices.models import PracticePage
from tests.factories.practices import PracticeFactory, ThemeFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db

NAMES = [
    "Numéro",
    "Titre",
    "Résumé",
    "Collectivité porteuse",
    "Type de collectivité",
    "Code INSEE ou SIREN",
    "Population",
    "Année de la population",
    "Département",
    "Région",
    "Thèmes",
    "Forme de mutualisation",
    "État",
    "Date de cet état",
    "Coût",
    "Niveau de preuve",
    "Année",
    "Licence",
    "Nombre de reprises",
    "Publiée le",
    "Exemple inventé",
    "Identifiant d’origine",
    "Adresse de la fiche",
]


def get_rows(client, query_string=""):
    response = client.get(f"/fiches/?format=xlsx&{query_string}")
    assert response["Content-Disposition"].endswith('.xlsx"')
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    first, *rows = book["Fiches"].iter_rows()
    names = [cell.value for cell in first]
    assert names == NAMES
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_workbook_holds_the_sheets_of_the_search(client, index):
    nantes = TerritoryFactory(name="Nantes", code="44109", population=320_000)
    PracticeFactory(published=True, title="Sauvegarder les données", lead=nantes)
    PracticeFactory(published=True, title="Former les agents", lead=nantes)
    PracticeFactory(title="Sauvegarder en brouillon", lead=nantes)
    index()

    (row,) = get_rows(client, "q=sauvegarder")

    assert row["Titre"].value == "Sauvegarder les données"
    assert (row["Code INSEE ou SIREN"].value, row["Collectivité porteuse"].value) == ("44109", "Nantes")
    assert (row["Population"].value, row["Population"].data_type) == (320_000, "n")
    assert row["Exemple inventé"].value == "Non"


def test_cells_hold_the_words_of_the_page_and_real_dates(client, index):
    themes = [ThemeFactory(name="Cybersécurité"), ThemeFactory(name="École numérique")]
    sheet = PracticeFactory(
        published=True,
        themes=themes,
        mutualisation="service-commun",
        state="en-service",
        state_date=datetime.date(2024, 12, 31),
        started_on=None,
        investment=30_000,
    )
    late = datetime.datetime(2026, 5, 18, 22, 30, tzinfo=datetime.UTC)  # the 19th in France
    PracticePage.objects.filter(pk=sheet.pk).update(last_published_at=late)
    index()

    (row,) = get_rows(client)

    assert {name: row[name].value for name in NAMES[10:20]} == {
        "Thèmes": "Cybersécurité\u202f; École numérique",
        "Forme de mutualisation": "Service commun",
        "État": "En service",
        "Date de cet état": datetime.datetime(2024, 12, 31),
        "Coût": "De 25\u202f000 à 100\u202f000\u00a0€",
        "Niveau de preuve": "Déclarée",
        "Année": 2024,
        "Licence": "Licence Ouverte 2.0",
        "Nombre de reprises": 0,
        "Publiée le": datetime.datetime(2026, 5, 19),
    }
    assert row["Type de collectivité"].value == "Commune"
    assert row["Publiée le"].number_format == "dd/mm/yyyy"
    assert row["Année"].number_format == "General"


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "+33 1", "-2+3", "@SUM(A1)", "<b> & ]]>", " deux\nlignes "]
)
def test_text_stays_the_text_that_it_is(client, index, text):
    sheet = PracticeFactory(published=True)
    index()
    PracticePage.objects.filter(pk=sheet.pk).update(summary=text)

    (row,) = get_rows(client)

    assert row["Résumé"].data_type in ("inlineStr", "s")
    assert row["Résumé"].value == text


def test_signs_that_no_workbook_can_hold_are_left_out(client, index):
    sheet = PracticeFactory(published=True)
    index()
    PracticePage.objects.filter(pk=sheet.pk).update(summary="a\x0b\x1fb\ufffe" + "c" * 40_000)

    (row,) = get_rows(client)

    assert row["Résumé"].value == "ab" + "c" * 32_765


def test_empty_search_gives_a_workbook_with_the_names_of_its_columns(client, index):
    assert get_rows(client, "q=introuvable") == []


def test_archive_is_sound_and_goes_out_in_pieces(client, index):
    PracticeFactory.create_batch(3, published=True)
    index()

    response = client.get("/fiches/?format=xlsx")
    pieces = list(response.streaming_content)

    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
    assert len(pieces) > 1
