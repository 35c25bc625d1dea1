"""Every result as CSV, the way French spreadsheets open it."""

import csv

from .sheets import COLUMNS, all_practices, attachment, cells, practice_data

CONTENT_TYPE = "text/csv; charset=utf-8"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def csv_file(filterset):
    """Every result, one line a sheet, streamed: constant memory whatever their number."""
    rows = (cells(practice_data(practice)) for practice in all_practices(filterset))
    return attachment(csv_lines(COLUMNS, rows), content_type=CONTENT_TYPE, suffix="csv")


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
