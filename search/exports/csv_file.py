"""Every result as CSV, the way French spreadsheets open it."""

import csv

from .sheets import COLUMNS, all_practices, attachment, cells, practice_data

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def csv_file(filterset):
    """Every result, one line a sheet, streamed: constant memory whatever their number."""
    return attachment(_csv_lines(filterset), content_type="text/csv; charset=utf-8", suffix="csv")


def safe_cell(value):
    """A cell that no spreadsheet runs as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


class _Echo:
    """What csv.writer writes to: gives the line back."""

    def write(self, line):
        return line


def _csv_lines(filterset):
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow(COLUMNS)  # the mark tells spreadsheets that this is UTF-8
    for practice in all_practices(filterset):
        yield writer.writerow(map(safe_cell, cells(practice_data(practice))))
