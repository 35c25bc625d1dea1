"""A figure as a file for a spreadsheet."""

from search.exports.csv_file import CONTENT_TYPE as CSV
from search.exports.csv_file import csv_lines
from search.exports.sheets import attachment
from search.exports.workbook import CONTENT_TYPE as XLSX
from search.exports.workbook import workbook_pieces

FIRST_COLUMN, OTHER_COLUMNS = 44, 22  # signs


def as_csv(figure):
    pieces = csv_lines(figure.columns, figure.rows)
    return attachment(pieces, content_type=CSV, suffix="csv", subject=figure.name)


def as_workbook(figure):
    widths = dict.fromkeys(figure.columns, OTHER_COLUMNS) | {figure.columns[0]: FIRST_COLUMN}
    pieces = workbook_pieces(figure.columns, figure.rows, title=figure.name, widths=widths)
    return attachment(pieces, content_type=XLSX, suffix="xlsx", subject=figure.name)


FORMATS = {"csv": as_csv, "xlsx": as_workbook}
