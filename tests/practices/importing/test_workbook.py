"""What real workbooks hold."""

import datetime
import zipfile

import pytest
from openpyxl.worksheet.formula import ArrayFormula

from practices.importing import workbook_guard
from practices.importing.columns import count_known
from practices.importing.errors import UnreadableFile
from practices.importing.files import open_table

HEADER = ["title", "summary", "territory"]


def read(path):
    with open_table(path, count_known) as table:
        return table.header, [(line.number, line.problem or line.cells) for line in table.lines], table.notes


def rewrite(path, change):
    """The same archive, `change(name, bytes)` applied to each of its files (None drops it)."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            if (changed := change(name, content)) is not None:
                archive.writestr(name, changed)


def test_cells_are_read_as_a_person_would_type_them(write_xlsx):
    values = [
        datetime.datetime(2024, 12, 31),
        1004,
        12.5,
        True,
        "a\nb",
        datetime.date(2023, 1, 2),
        242900314.0,
    ]
    path = write_xlsx([[f"c{place}" for place in range(7)], values])

    assert read(path)[1] == [(2, ["2024-12-31", "1004", "12.5", "oui", "a\nb", "2023-01-02", "242900314"])]


def test_empty_lines_count_and_are_skipped(write_xlsx):
    path = write_xlsx([[], HEADER, ["a", "b", "c"], [], [None, " ", None], ["d"]])

    assert read(path)[1] == [(3, ["a", "b", "c"]), (6, ["d", "", ""])]


def test_cells_beyond_the_header_are_named(write_xlsx):
    path = write_xlsx([HEADER, ["a", "b", "c", None, "d"]])

    assert read(path)[1][0][1].startswith("5 cellules pour 3 colonnes")


def test_formulas_are_not_read(write_xlsx):
    def prepare(workbook):
        sheet = workbook.active
        sheet["A2"] = '=WEBSERVICE("http://example.org")'
        sheet["B3"] = ArrayFormula("B3:C4", "=A1:A2")

    path = write_xlsx([HEADER, ["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]], prepare=prepare)

    with open_table(path, count_known) as table:
        problems = [(line.number, sorted(line.cell_problems)) for line in table.lines]

    assert problems == [(2, [0]), (3, [1, 2]), (4, [1, 2])]


def test_text_that_begins_with_the_sign_equal_is_text(write_xlsx):
    def prepare(workbook):
        workbook.active["A2"].data_type = "s"

    path = write_xlsx([HEADER, ["=A1", "b", "c"]], prepare=prepare)

    assert read(path)[1] == [(2, ["=A1", "b", "c"])]


def test_errors_of_the_spreadsheet_are_named(write_xlsx):
    path = write_xlsx([HEADER, ["#REF!", "b", "c"]])

    with open_table(path, count_known) as table:
        line = next(table.lines)

    assert line.cell_problems == {0: "Cette cellule contient une erreur du tableur (#REF!)."}


def test_first_shown_sheet_is_read_and_the_others_are_said(write_xlsx):
    def prepare(workbook):
        workbook.active.title = "Fiches"
        workbook.create_sheet("Listes")
        workbook.create_sheet("Caché", 0).sheet_state = "hidden"
        workbook.active = workbook["Fiches"]

    header, _, notes = read(write_xlsx([HEADER], prepare=prepare))

    assert header == HEADER
    assert notes == [
        "Seule la feuille «\u00a0Fiches\u00a0» est lue. Les autres ne le sont pas\u00a0: "
        "«\u00a0Caché\u00a0», «\u00a0Listes\u00a0»."
    ]


def test_old_dates_of_the_macintosh_are_right(write_xlsx):
    def prepare(workbook):
        workbook.epoch = datetime.datetime(1904, 1, 1)

    path = write_xlsx([["state_date"], [datetime.date(2024, 12, 31)]], prepare=prepare)

    assert read(path)[1] == [(2, ["2024-12-31"])]


def test_declared_size_of_the_sheet_is_not_believed(write_xlsx):
    path = write_xlsx([HEADER, ["a", "b", "c"], ["d", "e", "f"]])
    rewrite(path, lambda name, content: content.replace(b'ref="A1:C3"', b'ref="A1:A1"'))

    assert read(path)[1] == [(2, ["a", "b", "c"]), (3, ["d", "e", "f"])]


def test_too_many_lines_are_refused_before_any(write_xlsx, monkeypatch):
    monkeypatch.setattr(workbook_guard, "MAX_LINES", 3)

    assert len(read(write_xlsx([HEADER, *[["a", "b", "c"]] * 3]))[1]) == 3
    with pytest.raises(UnreadableFile, match="dépasse 50\u202f000 lignes"):
        read(write_xlsx([HEADER, *[["a", "b", "c"]] * 4]))


def test_too_heavy_file_is_refused(write_xlsx, monkeypatch):
    monkeypatch.setattr(workbook_guard, "MAX_FILE", 1000)

    with pytest.raises(UnreadableFile, match="dépasse 20\u00a0Mo"):
        read(write_xlsx([HEADER]))


def test_zip_bomb_is_refused_from_its_directory(write_xlsx):
    path = write_xlsx([HEADER])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(70 * 1024 * 1024))

    with pytest.raises(UnreadableFile, match="trop volumineux une fois décompressé"):
        read(path)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b'<row r="2"', b'<row r="99999999999"'),
        ("xl/worksheets/sheet1.xml", b'<row r="2"', b'<row r="0"'),
        ("xl/worksheets/sheet1.xml", b'r="A2"', b'r="AAAAAAA2"'),
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b"<!DOCTYPE x><sheetData>"),
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b""),
        ("xl/worksheets/sheet1.xml", b't="inlineStr"><is><t>a</t></is>', b't="s"><v>99</v>'),
        ("xl/workbook.xml", b"<workbook", b"<!DOCTYPE lolz [<!ENTITY a 'a'>]><workbook"),
        ("xl/workbook.xml", b"<sheets>", b"<sheet>"),
        ("xl/styles.xml", b"</styleSheet>", b""),
    ],
)
def test_broken_or_hostile_workbook_is_refused(write_xlsx, part, old, new):
    path = write_xlsx([HEADER, ["a", "b", "c"]])

    def change(name, content):
        assert name != part or old in content
        return content.replace(old, new) if name == part else content

    rewrite(path, change)

    with pytest.raises(UnreadableFile):
        read(path)


def test_other_archives_are_refused(write_xlsx, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("content.xml", "<x/>")

    with pytest.raises(UnreadableFile, match="n’est pas un classeur XLSX"):
        read(tmp_path / "a.ods")


def test_macros_are_refused(write_xlsx):
    path = write_xlsx([HEADER])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")

    with pytest.raises(UnreadableFile, match="macros"):
        read(path)
