"""Dates as people and spreadsheets write them."""

import datetime
import re

from ..plain_text import fold
from .errors import CellError, quoted

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
MONTH_NUMBERS = {fold(name): number for number, name in enumerate(MONTHS, start=1)}
FORMS = [
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4}|\d{2})",
        r"(?P<day>\d{1,2})(?:er)? (?P<word>[a-z]+) (?P<year>\d{4})",
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})",
        r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})",
        r"(?P<word>[a-z]+) (?P<year>\d{4})",
        r"(?P<year>\d{4})",
    )
]
TIME = re.compile(r"[t ]\d{1,2}[:h]\d{2}.*$")
# The number of days since the end of 1899, from 1955 to 2119: how a spreadsheet keeps a date.
SERIAL = re.compile(r"(?P<days>[2-7]\d{4})(?:[.,]\d+)?")
SERIAL_ORIGIN = datetime.date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1900, 2100
EXPECTED = "Écrivez par exemple 31/12/2024, 2024-12-31, 2024-12 ou 2024."


def date(value, reading):
    """A date; of a month or a year alone it takes the first day, and says so."""
    text = " ".join(fold(str(value)).split())
    serial = SERIAL.fullmatch(text)
    if serial:
        return SERIAL_ORIGIN + datetime.timedelta(days=int(serial["days"]))
    text = TIME.sub("", text)
    match = next((found for form in FORMS if (found := form.fullmatch(text))), None)
    if match is None:
        raise CellError(f"{quoted(value)} n’est pas une date. {EXPECTED}")
    found = _date(match.groupdict(), value)
    if "day" not in match.groupdict():
        reading.remark(f"{quoted(value)} est compris comme le {spelt(found)}.")
    return found


def _date(parts, value):
    year, month = int(parts["year"]), int(parts.get("month") or 1)
    if len(parts["year"]) == 2:
        year += 2000
    if parts.get("word"):
        month = MONTH_NUMBERS.get(parts["word"])
        if month is None:
            raise CellError(f"{quoted(value)} n’est pas une date. {EXPECTED}")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellError(f"{quoted(value)}\u00a0: l’année n’est pas vraisemblable.")
    try:
        return datetime.date(year, month, int(parts.get("day") or 1))
    except ValueError as error:
        raise CellError(f"{quoted(value)} n’existe pas dans le calendrier. {EXPECTED}") from error


def spelt(day):
    """A date in words."""
    return f"{'1er' if day.day == 1 else day.day}\u00a0{MONTHS[day.month - 1]} {day.year}"
