"""What stops an import: of one cell, or of the whole file. `str()` is a French sentence for the person."""

SHOWN_LENGTH = 60


class CellError(ValueError):
    """This cell cannot be taken."""


class UnreadableFile(Exception):
    """Nothing, or nothing more, can be read from this file."""


def quoted(text):
    """What a person wrote, between French quotation marks, cut if it is long."""
    text = " ".join(str(text).split())
    shown = text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}…"
    return f"«\u00a0{shown}\u00a0»"
