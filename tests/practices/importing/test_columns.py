import pytest

from practices.importing.columns import COLUMNS, match_header
from practices.importing.errors import UnreadableFile
from practices.models import PracticePage

LEAST = ["title", "summary", "territory"]
# What the portal sets itself, or holds files.
NOT_CELLS = {
    "archived_at",
    "attachments",
    "image",
    "is_example",
    "page_ptr",
    "plain_text",
}


def names(header):
    return [column and column.name for column in match_header(header, lenient=True)]


def test_every_field_of_a_sheet_has_a_column():
    own = {field.name for field in PracticePage._meta.local_fields + PracticePage._meta.local_many_to_many}
    parts = {"software", "steps", "indicators", "attachments"}

    assert {column.target for column in COLUMNS} == (own | parts | {"title"}) - NOT_CELLS


def test_header_takes_names_labels_and_usual_words():
    header = [" Titre ", "RÉSUMÉ", "collectivite porteuse", "Thème", "ce que nous ne referions pas", "lead_"]

    with pytest.raises(UnreadableFile):
        names(header)
    assert names(header[:-1]) == ["title", "summary", "territory", "themes", "lessons"]


def test_every_label_is_understood():
    header = [column.title for column in COLUMNS]

    assert match_header(header, lenient=False) == list(COLUMNS)


def test_field_names_of_the_code_are_understood():
    assert names(["title", "summary", "lead", "chosen_cost_band"])[2:] == ["territory", "cost_band"]


def test_empty_header_cell_is_no_column():
    assert names(["title", "", "summary", "territory"]) == ["title", None, "summary", "territory"]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (
            [*LEAST, "titel"],
            "Colonne inconnue «\u00a0titel\u00a0». Vouliez-vous dire «\u00a0title .titre.\u00a0»",
        ),
        ([*LEAST, "dificultés"], "«\u00a0difficulties .difficultés rencontrées.\u00a0»"),
        ([*LEAST, "zzz"], "Colonne inconnue «\u00a0zzz\u00a0». Le modèle les montre toutes.$"),
        ([*LEAST, "Titre"], "La colonne «\u00a0Titre\u00a0» est là deux fois"),
        ([*LEAST, "image"], "ne s’importe pas\u00a0: les images s’ajoutent dans la fiche."),
        ([*LEAST, "slug"], "ne s’importe pas"),
        (["not an image"], "n’est pas un tableau de fiches"),
        (["title", "summary"], "Il manque la colonne territory \\(collectivité porteuse\\).$"),
    ],
)
def test_wrong_header_says_why(header, reason):
    with pytest.raises(UnreadableFile, match=reason):
        match_header(header, lenient=True)


def test_strict_import_asks_the_columns_of_the_quick_form():
    with pytest.raises(UnreadableFile) as refused:
        match_header(LEAST, lenient=False)

    assert str(refused.value) == (
        "Il manque les colonnes themes (thèmes), mutualisation (forme de mutualisation), state (état), "
        "need (le besoin de départ), actions (ce qui a été fait), lessons (ce que nous ne referions pas), "
        "contact_function (fonction du contact), contact_email (adresse électronique du contact). "
        "Pour de vieilles fiches, l’import tolérant n’en demande que trois."
    )
