"""The judged queries: what officials type, and how well each sheet answers."""

from dataclasses import dataclass
from pathlib import Path

from practices.plain_text import fold

FILE = Path(__file__).with_name("judged.txt")


@dataclass(frozen=True, slots=True)
class Judged:
    """A query, and the grades (3 best, 1 least) of what answers it, by the beginning of the title."""

    text: str
    grades: dict[str, int]
    held_out: bool  # every second line: never looked at while tuning


def judged_queries():
    """All of them, in the order of the file. Raises ValueError for a line that says nothing."""
    lines = [line for line in FILE.read_text().splitlines() if line and not line.startswith("#")]
    return [_judged(line, bool(number % 2)) for number, line in enumerate(lines)]


def _judged(line, held_out):
    text, _, said = line.partition(" = ")
    grades = {}
    for item in said.split(";"):
        grade, _, title = item.strip().partition(" ")
        if grade not in {"1", "2", "3"} or not title:
            raise ValueError(f"no grade or no title: {line}")
        grades[fold(title)] = int(grade)
    return Judged(text, grades, held_out)


def grades_by_key(query, titles):
    """The grades of a query by key of sheet; `titles` are folded titles by key.

    Raises ValueError when the beginning of a title is that of no sheet, or of several.
    """
    found = {}
    for beginning, grade in query.grades.items():
        keys = [key for key, title in titles.items() if title.startswith(beginning)]
        if len(keys) != 1:
            raise ValueError(f"{beginning!r} begins {len(keys)} titles")
        found[keys[0]] = grade
    return found
