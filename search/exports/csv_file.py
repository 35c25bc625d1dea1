"""Every result as CSV, the way French spreadsheets open it."""

import csv

from .sheets import all_practices, attachment
from .table import cells, table_columns

CONTENT_TYPE = "text/csv; charset=utf-8"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def csv_file(filterset):
    """Every result, one line a sheet, streamed: constant memory whatever their number."""
    columns = table_columns()
    rows = (cells(practice, columns) for practice in all_practices(filterset))
    lines = csv_lines([column.label for column in columns], rows)
    return attachment(lines, content_type=CONTENT_TYPE, suffix="csv")


def csv_lines(columns, rows):
    """A table line by line; no cell is run as a formula."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow(columns)  # the mark tells spreadsheets that this is UTF-8
    for row in rows:
        yield writer.writerow(map(safe_cell, row))


def safe_cell(value):
    """A cell that no spreadsheet runs as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


class _Echo:
    """What csv.writer writes to: gives the line back."""

    def write(self, line):
        return line
