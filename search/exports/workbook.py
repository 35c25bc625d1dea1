"""Every result as a workbook (XLSX), streamed row by row: openpyxl makes all but the rows of its one sheet.

openpyxl itself, even when it only writes, keeps all rows in a temporary file until the last: of a long list
the first byte would then leave too late for a proxy.
"""

import re
import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from .sheets import COLUMNS, all_practices, attachment, cells, for_xml, practice_data

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "xl/worksheets/sheet1.xml"
NO_ROWS = re.compile(b"<sheetData ?/>|<sheetData></sheetData>")
DIMENSION = re.compile(b"<dimension [^>]*>")  # may be left out; would be false
LONGEST_CELL = 32_767  # signs, for every spreadsheet
ESCAPED_SIGN = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # a spreadsheet would read _x0041_ as A
WIDTHS = {"title": 60, "summary": 80, "url": 40, "territory_name": 30, "themes": 30}


def workbook(filterset):
    """Every result, one row a sheet: constant memory, each cell a number or a text, never a formula."""
    rows = (cells(practice_data(practice)) for practice in all_practices(filterset))
    pieces = workbook_pieces(COLUMNS, rows, title="Fiches", widths=WIDTHS)
    return attachment(pieces, content_type=CONTENT_TYPE, suffix="xlsx")


class _Sent:
    """What the archive writes to, and what goes out from it: nothing is kept that was sent."""

    def __init__(self):
        self._pieces = []

    def write(self, piece):
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self):
        pass

    def take(self):
        piece = b"".join(self._pieces)
        self._pieces.clear()
        return piece


def workbook_pieces(columns, rows, *, title, widths=None):
    """A workbook of one sheet, piece by piece; `widths`, by column, in signs."""
    sent = _Sent()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = _parts(columns, title, widths or {})
        before, after = NO_ROWS.split(parts.pop(SHEET))
        for name, part in parts.items():
            archive.writestr(name, part)
        with archive.open(SHEET, "w") as sheet:
            sheet.write(before + b"<sheetData>" + _row(columns))
            for row in rows:
                sheet.write(_row(row))
                if piece := sent.take():
                    yield piece
            sheet.write(b"</sheetData>" + after)
    yield sent.take()


def _parts(columns, title, widths):
    """The files of a workbook without rows, by name; the first row stays in sight."""
    empty, made = Workbook(), BytesIO()
    empty.active.title = title
    empty.active.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        empty.active.column_dimensions[get_column_letter(number)].width = widths.get(column, 16)
    empty.save(made)
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[SHEET] = DIMENSION.sub(b"", parts[SHEET])
    return parts


def _row(values):
    return f"<row>{''.join(map(_cell, values))}</row>".encode()


def _cell(value):
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    text = ESCAPED_SIGN.sub("_x005F_", for_xml(str(value))[:LONGEST_CELL]).replace("\r", "_x000D_")
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
