"""The first sheet of an XLSX file, line by line. Formulas are neither computed nor read."""

import datetime
import warnings
import zipfile
import zlib
from contextlib import contextmanager
from xml.parsers import expat

from openpyxl import load_workbook

from .errors import UnreadableFile, quoted
from .table import Line, Table, in_shape, refusal
from .workbook_guard import check_archive, scan_sheet

# What zipfile, the XML parsers and openpyxl raise on broken or hostile files.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    SyntaxError,  # of whichever XML parser openpyxl found
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
)
FORMULA_CELL = (
    "Cette cellule contient une formule\u00a0: remplacez-la par sa valeur (collage spécial, valeurs)."
)


@contextmanager
def open_workbook(path, recognise):
    """Yield the Table of the first sheet that is shown. `recognise` is for text files only."""
    with _sound():
        check_archive(path)
        workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        with _sound():
            table = _table(workbook)
        yield table
    finally:
        workbook.close()


@contextmanager
def _sound():
    try:
        with _quiet():
            yield
    except BROKEN as error:
        raise UnreadableFile("Ce classeur est abîmé ou protégé. Enregistrez la feuille en CSV.") from error


@contextmanager
def _quiet():
    """openpyxl warns, in English, of styles and extensions that it leaves out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _table(workbook):
    sheets = workbook.worksheets
    if not sheets:
        raise UnreadableFile("Ce classeur n’a pas de feuille de calcul.")
    sheet = next((sheet for sheet in sheets if sheet.sheet_state == "visible"), sheets[0])
    with sheet._get_source() as stream:  # private; the public way reads the whole sheet
        scan = scan_sheet(stream)
    sheet.reset_dimensions()
    lines = _lines(sheet, scan)
    header = next((line for line in lines if not line.is_empty), None)
    if header is None:
        raise UnreadableFile("La feuille est vide.")
    width = len(header.cells)
    while width and not header.cells[width - 1].strip():
        width -= 1
    notes = []
    if len(sheets) > 1:
        others = ", ".join(quoted(other.title) for other in sheets if other is not sheet)
        notes.append(
            f"Seule la feuille {quoted(sheet.title)} est lue. Les autres ne le sont pas\u00a0: {others}."
        )
    return Table(header.cells[:width], _shaped(lines, width), notes, expected=max(scan.lines - 1, 0))


def _shaped(lines, width):
    for line in lines:
        if not line.is_empty:
            yield in_shape(line, width)


def _lines(sheet, scan):
    rows = enumerate(sheet.iter_rows(), start=1)
    while True:
        try:
            with _quiet():
                number, row = next(rows)
        except StopIteration:
            return
        except BROKEN as error:
            raise UnreadableFile("La suite de la feuille est abîmée. Enregistrez-la en CSV.") from error
        cells, problems = [], {}
        for place, cell in enumerate(row):
            text = "" if scan.has_formula(number, place + 1) else _text(cell)
            reason = FORMULA_CELL if scan.has_formula(number, place + 1) else _problem(cell, text)
            if reason:
                problems[place] = reason
            cells.append(text)
        yield Line(number, cells, cell_problems=problems)


def _problem(cell, text):
    """Text that begins with « = » is no formula here: the spreadsheet says which cells are."""
    if cell.value is not None and cell.data_type == "e":
        return refusal(text) or f"Cette cellule contient une erreur du tableur ({text})."
    return ""


def _text(cell):
    """The value as a person would type it in a CSV file."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value).replace("_x000D_", "")
