"""Cells that name themes, programmes or collectivities."""

import re

from ..models.practice import THEME_LIMIT
from .cells import items, one_line, refuse_scientific
from .errors import CellError, quoted

LOST_ZERO = re.compile(r"\d{4}")


def themes(value, reading):
    found = list(dict.fromkeys(reading.vocabulary.theme(item) for item in items(value)))
    if len(found) > THEME_LIMIT:
        raise CellError(f"{len(found)} thèmes, {THEME_LIMIT} au plus.")
    return found


def programmes(value, reading):
    return list(dict.fromkeys(reading.vocabulary.programme(item) for item in items(value)))


def territory(value, reading):
    """By INSEE code, SIREN or exact name. What a spreadsheet did to a code is mended and said, or refused."""
    text = one_line(value, reading)
    refuse_scientific(text.replace(" ", ""), "ce numéro SIREN")
    found = reading.vocabulary.territory(text)
    if LOST_ZERO.fullmatch(text):
        reading.remark(f"{quoted(text)} est lu 0{text} ({found.label})\u00a0: le tableur a perdu le zéro.")
    return found


def territories(value, reading):
    return list(dict.fromkeys(territory(item, reading) for item in items(value)))
