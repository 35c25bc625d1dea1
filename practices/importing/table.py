"""A file as the pipeline sees it: a header and numbered lines of text cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# =SOMME(A1), ="01004", =-B2; but not "=> voir plus bas".
FORMULA = re.compile(r"=[\w\"'(+\-@$.{]")
TABLE_ERRORS = re.compile(
    r"#(?:N/A|(?:REF|VALUE|VALEUR|NULL|NUL|NUM|NOMBRE|DIV/0|SPILL|CALC)\s?!|(?:NAME|NOM)\s?\?)"
)


@dataclass(frozen=True)
class Line:
    """One line; `number` is that of the spreadsheet. `problem` is set when the line as a whole is wrong."""

    number: int
    cells: list[str] = field(default_factory=list)
    problem: str = ""
    # Number of the cell → what is wrong with it.
    cell_problems: dict[int, str] = field(default_factory=dict)

    @property
    def is_empty(self):
        return not (self.problem or self.cell_problems or any(cell.strip() for cell in self.cells))


@dataclass
class Table:
    """`lines` can be read once; `notes` are things to tell; `expected` is a guess, for progress bars."""

    header: list[str]
    lines: Iterator[Line]
    notes: list[str] = field(default_factory=list)
    expected: int = 0


def refusal(text):
    """Why the text of a cell is not data but a leftover of the spreadsheet, or an empty string."""
    if FORMULA.match(text):
        return (
            "Cette cellule contient une formule\u00a0: remplacez-la par sa valeur (collage spécial, valeurs)."
        )
    if TABLE_ERRORS.fullmatch(text.strip()):
        return f"Cette cellule contient une erreur du tableur ({text.strip()})."
    return ""


def in_shape(line, width):
    """The line with exactly as many cells as the header; what lies beyond is named, never dropped."""
    cells = line.cells
    surplus = [cell for cell in cells[width:] if cell.strip()]
    if surplus:
        reason = (
            f"{len(cells)} cellules pour {width} colonnes\u00a0: un séparateur se trouve peut-être "
            "dans un texte sans guillemets."
        )
        return Line(line.number, problem=line.problem or reason)
    cells = cells[:width] + [""] * (width - len(cells))
    return Line(line.number, cells, line.problem, line.cell_problems)
