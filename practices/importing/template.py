"""The empty import file: its header and one example line, which the import itself accepts."""

import csv
import io
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from .columns import COLUMNS

# Columns that most files do not need; they are accepted all the same.
LEFT_OUT = {"source", "image_alt", "image_credit"}
WIDTH, TALLEST = 28, 60


def template_rows():
    """The header and the example line."""
    columns = [column for column in COLUMNS if column.name not in LEFT_OUT]
    return [column.name for column in columns], [column.example for column in columns]


def write_template(target):
    """Write the empty file: XLSX when the name ends so, else CSV.

    Raises FileExistsError rather than write over what somebody filled in.
    """
    target = Path(target)
    content, _ = template_bytes("xlsx" if target.suffix.lower() == ".xlsx" else "csv")
    with target.open("xb") as stream:
        stream.write(content)


def template_bytes(suffix):
    """The empty file and its content type; the CSV is as French spreadsheets want it (`;`, BOM)."""
    if suffix == "xlsx":
        stream = io.BytesIO()
        _workbook().save(stream)
        return stream.getvalue(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    text = io.StringIO(newline="")
    write_csv(text)
    return text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8"


def write_csv(stream):
    """Write the empty file as CSV into a text stream."""
    csv.writer(stream, delimiter=";").writerows(template_rows())


def _workbook():
    """All cells are text, so that the spreadsheet keeps 01004 and SIREN numbers as they are typed."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Fiches"
    for row in template_rows():
        sheet.append(row)
    for place, cells in enumerate(sheet.iter_cols(min_row=1, max_row=2), start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = WIDTH
        sheet.column_dimensions[letter].number_format = "@"
        cells[0].font = Font(bold=True)
        for cell in cells:
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[2].height = TALLEST
    sheet.freeze_panes = "A2"
    return workbook
