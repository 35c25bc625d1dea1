"""The audit as CSV, streamed: constant memory whatever its length."""

from itertools import islice

from django.utils import timezone

from search.exports.csv_file import CONTENT_TYPE, csv_lines
from search.exports.sheets import attachment

from .lines import lines_of

CHUNK = 500  # lines whose names are read at a time
COLUMNS = (
    "quand",
    "acte",
    "qui",
    "numero_qui",
    "personne_concernee",
    "numero_personne",
    "fiche",
    "numero_fiche",
    "version",
    "autre_objet",
)


def csv_file(entries):
    """Every one of these lines, in their order."""
    pieces = csv_lines(COLUMNS, _rows(entries))
    return attachment(pieces, content_type=CONTENT_TYPE, suffix="csv", subject="journal")


def _rows(entries):
    rest = entries.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rest, CHUNK)):
        for line in lines_of(chunk):
            yield _cells(line)


def _cells(line):
    yield timezone.localtime(line.at).isoformat(timespec="seconds")
    yield line.act
    yield line.who
    yield line.user and line.user.key
    for thing in (line.person, line.sheet):
        yield thing and thing.name
        yield thing and thing.key
    yield line.version
    yield line.other
