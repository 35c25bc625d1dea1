"""What real files hold, read without any database."""

import codecs
import gzip

import pytest

from practices.importing.columns import count_known
from practices.importing.errors import UnreadableFile
from practices.importing.files import open_table

HEADER = "title;summary;territory"


def read(path):
    """The header and the lines: number and cells, or number and what is wrong."""
    with open_table(path, count_known) as table:
        return table.header, [(line.number, line.problem or line.cells) for line in table.lines]


def read_cell_problems(path):
    with open_table(path, count_known) as table:
        return [(line.number, line.cell_problems) for line in table.lines]


TEXT = f"{HEADER}\nÉcole numérique – œuvre;L’été;01004\n"
CELLS = ["École numérique – œuvre", "L’été", "01004"]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("cp1252"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.rstrip().encode(),
        b"\n\n" + TEXT.encode(),
        gzip.compress(TEXT.encode("cp1252"), mtime=0),
    ],
    ids=[
        "utf-8",
        "bom",
        "windows",
        "utf-16-le",
        "utf-16-be",
        "crlf",
        "cr",
        "no-last-break",
        "blank-first",
        "gz",
    ],
)
def test_encoding_is_found(write, content):
    header, lines = read(write(content))

    assert header == HEADER.split(";")
    assert [cells for _, cells in lines] == [CELLS]


def test_last_byte_alone_can_be_windows(write):
    header, lines = read(write(f"{HEADER}\nx;y;Orl".encode() + "é".encode("cp1252")))

    assert lines == [(2, ["x", "y", "Orlé"])]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_delimiter_is_found(write, delimiter):
    content = f'{HEADER}\nun;"a,b";29019'.replace(";", delimiter)

    assert read(write(content)) == (["title", "summary", "territory"], [(2, ["un", "a,b", "29019"])])


def test_delimiter_of_labels_with_commas_is_found(write):
    content = "Titre;Résumé;Collectivité porteuse\nUn, deux, trois;a,b,c,d;29019"

    assert read(write(content))[1] == [(2, ["Un, deux, trois", "a,b,c,d", "29019"])]


def test_delimiter_hint_of_excel_is_obeyed(write):
    assert read(write("sep=|\ntitle|summary|territory\na;b|c|d"))[1] == [(3, ["a;b", "c", "d"])]


def test_quoted_line_breaks_belong_to_one_line(write):
    content = f'{HEADER}\nun;"deux\r\ntrois ""quatre""";x\nfin;y;z\n'

    assert read(write(content))[1] == [(2, ["un", 'deux\r\ntrois "quatre"', "x"]), (3, ["fin", "y", "z"])]


def test_empty_lines_count_and_are_skipped(write):
    content = f"{HEADER}\n\n;;\na;b;c\n  ;;\nd;e;f\n"

    assert [number for number, _ in read(write(content))[1]] == [4, 6]


def test_trailing_empty_columns_are_nothing(write):
    assert read(write(f"{HEADER};;\na;b;c;;\n")) == (HEADER.split(";"), [(2, ["a", "b", "c"])])


def test_ragged_lines_are_named(write):
    _, lines = read(write(f"{HEADER}\na;b;c;d\na;b\na;b;c\n"))

    assert lines == [
        (
            2,
            "4 cellules pour 3 colonnes\u00a0: "
            "un séparateur se trouve peut-être dans un texte sans guillemets.",
        ),
        (3, "2 cellules pour 3 colonnes\u00a0: un texte est peut-être coupé en deux."),
        (4, ["a", "b", "c"]),
    ]


def test_badly_quoted_line_does_not_spoil_the_next(write):
    _, lines = read(write(f'{HEADER}\n"a"b;c;d\ne;f;g\n'))

    assert lines == [
        (2, "Les guillemets de cette ligne sont mal formés\u00a0: doublez ceux qui font partie du texte."),
        (3, ["e", "f", "g"]),
    ]


def test_quotes_inside_a_cell_are_signs(write):
    assert read(write(f'{HEADER}\nle "grand" projet;b;c\n'))[1] == [(2, ['le "grand" projet', "b", "c"])]


def test_quote_never_closed_is_named(write):
    _, lines = read(write(f'{HEADER}\na;b;c\n"d;e;f\ng;h;i\n'))

    assert lines[1] == (
        3,
        "Un guillemet ouvert sur cette ligne n’est jamais refermé\u00a0: la suite n’a pas été lue.",
    )


def test_formulas_of_a_csv_are_not_read(write):
    content = f'{HEADER}\n=SOMME(A1:A3);"=HYPERLINK(""http://x"")";="01004"\n=> voir;#REF!;c\n'

    found = read_cell_problems(write(content))

    assert [(number, sorted(problems)) for number, problems in found] == [(2, [0, 1, 2]), (3, [1])]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Le fichier est vide."),
        (b"\n;;\n", "Le fichier est vide."),
        (codecs.BOM_UTF8, "Le fichier est vide."),
        ("é".encode() + b";b\n" + "à\n".encode("cp1252"), "Le texte est abîmé à la ligne 2"),
        (codecs.BOM_UTF8 + b"a\n\xff", "Le texte est abîmé à la ligne 2"),
        (b"title\n\x81\x8d", "ni UTF-8 ni Windows-1252"),
        ("title\n".encode("utf-16-le"), "son codage n’est pas indiqué"),
        (gzip.compress(TEXT.encode(), mtime=0)[:-12], "L’archive .gz est abîmée"),
        (b"\x1f\x8b not gzip", "L’archive .gz est abîmée"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "ancien format .xls"),
        (b"%PDF-1.7", "un PDF"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "une image"),
        (b"\x89PNG\r\n\x1a\n", "une image"),
        (b"<html><table>", "une page web"),
        (b"PK\x03\x04 not a workbook", "Ce classeur est abîmé ou protégé."),
    ],
)
def test_unreadable_file_says_why(write, content, reason):
    with pytest.raises(UnreadableFile, match=reason):
        read(write(content))


def test_missing_file_says_so(tmp_path):
    with pytest.raises(UnreadableFile, match="Le fichier absent.csv n’existe pas."):
        read(tmp_path / "absent.csv")


def test_folder_says_so(tmp_path):
    with pytest.raises(UnreadableFile, match="ne peut pas être lu"):
        read(tmp_path)


def test_line_without_end_is_refused(write):
    with pytest.raises(UnreadableFile, match="Une ligne du fichier dépasse 4 millions de signes."):
        read(write(gzip.compress(b"title;summary;territory\n" + b"a" * 4_100_000, mtime=0), "bomb.csv.gz"))


def test_name_does_not_matter(write):
    assert read(write(TEXT, "fiches.xlsx"))[0] == HEADER.split(";")
