"""From cells to the values of a sheet, or to the list of what is wrong with them."""

import datetime
from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.exceptions import ValidationError

from .cells import has_control_signs, tidy
from .columns import BY_NAME, asked_columns
from .errors import CellError
from .vocabulary import Vocabulary


class Problem(NamedTuple):
    """What is wrong in a column, or worth saying about it; the column is empty for the line as a whole."""

    column: str
    reason: str


@dataclass
class Row:
    """What one line, or one record, holds: column name → text, or list for records."""

    number: int
    cells: dict
    problems: list[Problem] = field(default_factory=list)
    # For demonstration sheets, which did not all appear on the day of the import.
    first_published_at: datetime.datetime | None = None


@dataclass
class ParsedRow:
    """`values` are those of model fields, by their names in the model; only of cells that are filled."""

    number: int
    values: dict
    problems: list[Problem]
    remarks: list[Problem]
    first_published_at: datetime.datetime | None = None

    @property
    def label(self):
        return self.values.get("title", "")


class Reading:
    """What parsers may use: the vocabulary, whether to be lenient, a place for remarks."""

    def __init__(self, *, lenient=False):
        self.vocabulary = Vocabulary()
        self.lenient = lenient
        self.asked = asked_columns(lenient=lenient)
        self.remarks, self.column = [], ""

    def remark(self, text):
        self.remarks.append(Problem(self.column, text))


def table_rows(table, columns):
    """Rows of a file: the cells of its lines under the names of the columns."""
    for line in table.lines:
        row = Row(line.number, {})
        if line.problem:
            row.problems.append(Problem("", line.problem))
        for place, (column, text) in enumerate(zip(columns, line.cells, strict=False)):
            if place in line.cell_problems:
                row.problems.append(Problem(column.name if column else "", line.cell_problems[place]))
            elif column:
                row.cells[column.name] = text
            elif text.strip():
                row.problems.append(Problem("", f"La colonne {place + 1} est remplie, mais n’a pas de nom."))
        yield row


def parse_row(row, reading):
    """Read every cell of a row; all that is wrong is told at once."""
    reading.remarks = []
    parsed = ParsedRow(row.number, {}, list(row.problems), [], row.first_published_at)
    for name, value in row.cells.items():
        column, reading.column = BY_NAME[name], name
        if isinstance(value, str):
            if has_control_signs(value):
                reading.remark("Des signes invisibles (nuls ou de contrôle) ont été retirés.")
            value = tidy(value)
        if value in ("", None, []):
            continue
        try:
            parsed.values[column.target] = _valid(column, column.parse(value, reading))
        except CellError as error:
            parsed.problems.append(Problem(name, str(error)))
        except ValidationError as error:
            parsed.problems.append(Problem(name, " ".join(error.messages)))
    if all(problem.column for problem in row.problems):
        parsed.problems += _missing(parsed, reading)
    parsed.remarks = reading.remarks
    return parsed


def _valid(column, value):
    """What the model asks of a field: length, form of an address, HTML without anything harmful."""
    if column.is_plain and not column.model_field.is_relation:
        return column.model_field.clean(value, None)
    return value


def _missing(parsed, reading):
    wrong = {problem.column for problem in parsed.problems}
    for name in reading.asked:
        if name not in wrong and not _says_something(parsed.values.get(BY_NAME[name].target)):
            yield Problem(name, "Cette cellule est obligatoire.")


def _says_something(value):
    return value not in (None, "", [])
