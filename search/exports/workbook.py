"""Every result as a workbook (XLSX), streamed row by row: openpyxl makes all but the rows of its one sheet.

openpyxl itself, even when it only writes, keeps all rows in a temporary file until the last: of a long list
the first byte would then leave too late for a proxy.
"""

import datetime
import re
import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from .sheets import all_practices, attachment, for_xml
from .table import cells, table_columns

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "xl/worksheets/sheet1.xml"
NO_ROWS = re.compile(b"<sheetData ?/>|<sheetData></sheetData>")
DIMENSION = re.compile(b"<dimension [^>]*>")  # may be left out; would be false
LONGEST_CELL = 32_767  # signs, for every spreadsheet
ESCAPED_SIGN = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # a spreadsheet would read _x0041_ as A
DATE_FORMAT = "dd/mm/yyyy"
DATE_STYLE = 1  # the place of that format among the styles of the workbook, after the default one


def workbook(filterset):
    """Every result, one row a sheet: constant memory, each cell a number, a date or a text, no formula."""
    columns = table_columns()
    rows = (cells(practice, columns) for practice in all_practices(filterset))
    widths = {column.label: column.width for column in columns}
    pieces = workbook_pieces(list(widths), rows, title="Fiches", widths=widths)
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
    beyond = empty.active.column_dimensions[get_column_letter(len(columns) + 1)]
    beyond.number_format = DATE_FORMAT  # so that the workbook knows this style
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
    if isinstance(value, datetime.date):
        return f'<c s="{DATE_STYLE}"><v>{to_excel(value)}</v></c>'
    text = ESCAPED_SIGN.sub("_x005F_", for_xml(str(value))[:LONGEST_CELL]).replace("\r", "_x000D_")
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
