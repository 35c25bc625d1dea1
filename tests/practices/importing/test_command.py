"""`manage.py import_practices`: what it prints, what it returns."""

import gzip
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.models import Revision

from practices.models import PracticePage
from tests.factories.practices import ThemeFactory
from tests.factories.territories import TerritoryFactory

from .conftest import FULL, LEAST, csv_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def import_practices(*args):
    """The exit code and the lines printed."""
    out, code = StringIO(), 0
    try:
        call_command("import_practices", *map(str, args), stdout=out, no_color=True)
    except SystemExit as stop:
        code = stop.code
    return code, out.getvalue().splitlines()


def test_dry_run_says_what_it_would_do(write):
    assert import_practices(write(FULL)) == (
        0,
        [
            "1\u00a0fiche à créer.",
            "Rien n’est écrit\u00a0: c’était un essai. Ajoutez --commit pour importer les lignes bonnes.",
        ],
    )
    assert PracticePage.objects.count() == 0


def test_wrong_lines_are_named_with_column_and_reason(write):
    path = write([FULL, FULL | {"external_id": "f-2", "territory": "Saint-Aubin", "state_date": "hier"}])

    assert import_practices(path, "--commit") == (
        1,
        [
            "Ligne 3, colonne territory\u00a0: Plusieurs collectivités s’appellent "
            "«\u00a0Saint-Aubin\u00a0»\u00a0: Saint-Aubin (40), Saint-Aubin (62). Écrivez le code INSEE.",
            "Ligne 3, colonne state_date\u00a0: «\u00a0hier\u00a0» n’est pas une date. "
            "Écrivez par exemple 31/12/2024, 2024-12-31, 2024-12 ou 2024.",
            "1\u00a0fiche créée.",
            "1\u00a0ligne refusée.",
        ],
    )
    assert PracticePage.objects.get().external_id == "f-1"


def test_remarks_are_said_and_refuse_nothing(write):
    assert import_practices(write(FULL | {"territory": "1004"}), "--commit") == (
        0,
        [
            "Ligne 2, colonne territory\u00a0: remarque\u00a0: «\u00a01004\u00a0» est lu 01004 "
            "(Ambérieu-en-Bugey (01))\u00a0: le tableur a perdu le zéro.",
            "1\u00a0fiche créée.",
        ],
    )


def test_quiet_says_the_totals_alone(write):
    path = write([FULL, FULL])

    assert import_practices(path, "--commit", "--quiet") == (
        1,
        ["1\u00a0fiche créée.", "1\u00a0ligne refusée."],
    )


def test_twice_without_update_leaves_what_is_known(write):
    path = write(FULL)
    import_practices(path, "--commit")

    assert import_practices(path, "--commit") == (
        0,
        [
            "Ligne 2, colonne external_id\u00a0: remarque\u00a0: "
            "L’identifiant «\u00a0f-1\u00a0» est déjà importé.",
            "1\u00a0ligne laissée de côté.",
        ],
    )


def test_twice_with_update_changes_nothing(write):
    path = write([LEAST, LEAST | {"external_id": "f-2", "title": "Autre"}])
    args = ("--commit", "--publish", "--lenient", "--update", "--source", "ancien site")

    assert import_practices(path, *args) == (0, ["2\u00a0fiches créées."])
    assert import_practices(path, *args) == (0, ["2\u00a0fiches inchangées."])
    assert Revision.objects.count() == 2
    assert set(PracticePage.objects.values_list("source", "live")) == {("ancien site", True)}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Le fichier est vide."),
        (b"titel;summary;territory\n", "Colonne inconnue «\u00a0titel\u00a0»."),
        (csv_text(LEAST), "Il manque les colonnes themes (thèmes), mutualisation"),
    ],
)
def test_unreadable_file(write, content, said):
    code, (line,) = import_practices(write(content), "--commit")

    assert code == 2
    assert said in line


def test_header_alone(write):
    assert import_practices(write(";".join(FULL))) == (0, ["Aucune ligne à importer."])


def test_workbook_and_archive_do_the_same(write, write_xlsx):
    rows = [list(LEAST), list(LEAST.values())]

    assert import_practices(write_xlsx(rows), "--lenient")[1][0] == "1\u00a0fiche à créer."
    path = write(gzip.compress(csv_text(LEAST).encode()), "fiches.csv.gz")
    assert import_practices(path, "--lenient")[1][0] == "1\u00a0fiche à créer."


@pytest.fixture
def vocabulary(site):
    ThemeFactory(name="Inclusion numérique", slug="inclusion-numerique")
    TerritoryFactory(code="58194", name="Nevers", department_code="58")
    TerritoryFactory(code="58086", name="Coulanges-lès-Nevers", department_code="58")
    TerritoryFactory(intercommunality=True, code="245804406", name="CA de Nevers")


@pytest.mark.parametrize("name", ["modele.csv", "modele.xlsx"])
def test_example_of_the_template_is_accepted(tmp_path, vocabulary, name):
    path = tmp_path / name

    assert import_practices(path, "--template") == (0, [f"Modèle écrit dans {path}."])
    assert import_practices(path, "--commit", "--publish") == (0, ["1\u00a0fiche créée."])
    sheet = PracticePage.objects.get()
    assert (sheet.is_complete, sheet.steps.count(), sheet.software.count()) == (True, 2, 2)
    assert import_practices(path, "--commit", "--publish", "--update") == (0, ["1\u00a0fiche inchangée."])


def test_template_without_a_name_is_printed():
    code, lines = import_practices("--template")

    assert code == 0
    assert lines[0].startswith("external_id;title;summary;themes;territory;")


def test_template_never_replaces_a_file(write):
    path = write(FULL)

    with pytest.raises(CommandError, match="existe déjà"):
        import_practices(path, "--template")
    assert path.read_text().startswith("external_id;")
