"""Delimited text (.csv, .txt, .csv.gz): encoding, separator, and lines, in constant memory."""

import codecs
import csv
import gzip
import io
import zlib
from contextlib import contextmanager

from .errors import UnreadableFile
from .table import Line, Table, in_shape, refusal

DELIMITERS = ";,\t"
CHUNK = 256 * 1024
SAMPLE = 256 * 1024
MAX_LINE = 4_000_000
MAX_CELL = 1_000_000
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
UNKNOWN_IN_WINDOWS = frozenset(b"\x81\x8d\x8f\x90\x9d")
BROKEN_GZIP = (gzip.BadGzipFile, EOFError, zlib.error)

# The default, 131 072 signs, is less than the longest texts of real files.
csv.field_size_limit(MAX_CELL)


@contextmanager
def open_delimited(path, recognise):
    """Yield the Table of a text file. `recognise(header)` counts known columns: it chooses the separator."""
    with _open_bytes(path) as stream, _whole_archive():
        encoding, expected = _read_through(stream)
    with _open_bytes(path) as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        yield _table(text, expected, recognise)


@contextmanager
def _whole_archive():
    try:
        yield
    except BROKEN_GZIP as error:
        raise UnreadableFile("L’archive .gz est abîmée ou incomplète.") from error


def _open_bytes(path):
    with open(path, "rb") as stream:
        compressed = stream.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if compressed else open(path, "rb")


def _read_through(stream):
    """The encoding of the whole file and its number of line breaks; nothing is kept in memory."""
    start = stream.read(CHUNK)
    if not start.strip(b"\x00\r\n \t;,"):
        raise UnreadableFile("Le fichier est vide.")
    encoding = next((name for bom, name in BOMS if start.startswith(bom)), None)
    if encoding is None and start.count(0) * 5 > len(start):
        raise UnreadableFile(
            "Ce fichier n’est pas un texte, ou son codage n’est pas indiqué. "
            "Enregistrez-le en CSV UTF-8 ou en XLSX."
        )
    return _decodable(stream, start, encoding)


def _decodable(stream, chunk, encoding):
    decoder = codecs.getincrementaldecoder(encoding or "utf-8")()
    accents, breaks = False, 0
    while True:
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            correct = error.object[: error.start]
            if encoding or accents or not correct.isascii():
                raise UnreadableFile(_mixed(breaks + correct.count(b"\n") + 1)) from error
            return _windows(stream, error.object, breaks)
        accents = accents or not text.isascii()
        breaks += text.count("\n") or text.count("\r")
        if not chunk:
            return encoding or "utf-8", breaks
        chunk = stream.read(CHUNK)


def _mixed(line):
    return (
        f"Le texte est abîmé à la ligne {line} du fichier\u00a0: plusieurs codages s’y mélangent. "
        "Enregistrez tout le fichier en CSV UTF-8."
    )


def _windows(stream, chunk, breaks):
    """Check that the rest is Windows-1252; every byte is a sign there but five."""
    while chunk:
        if not UNKNOWN_IN_WINDOWS.isdisjoint(chunk):
            raise UnreadableFile(
                "Le codage du fichier n’est ni UTF-8 ni Windows-1252. Enregistrez-le en CSV UTF-8 ou en XLSX."
            )
        breaks += chunk.count(b"\n") or chunk.count(b"\r")
        chunk = stream.read(CHUNK)
    return "cp1252", breaks


def _table(text, expected, recognise):
    sample = text.read(SAMPLE)
    text.seek(0)
    delimiter, skipped = _delimiter(sample, recognise)
    numbered = _numbered(text, delimiter)
    for line in numbered:
        if line.number > skipped and not line.is_empty:
            break
    else:
        raise UnreadableFile("Le fichier est vide.")
    if line.problem:
        raise UnreadableFile(f"L’en-tête ne se lit pas. {line.problem}")
    width = len(line.cells)
    while width and not line.cells[width - 1].strip():
        width -= 1
    return Table(line.cells[:width], _checked(numbered, width), expected=max(expected - line.number, 0))


def _delimiter(sample, recognise):
    """The separator that shows most known columns, and how many lines to skip (`sep=;` of Excel)."""
    first, _, rest = sample.lstrip("\ufeff").partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip("\r\n")) == 5:
        return first.strip("\r\n")[4], 1
    scores = {}
    for delimiter in DELIMITERS:
        lines = _numbered(io.StringIO(sample, newline=""), delimiter)
        header = next((line.cells for line in lines if not line.is_empty), [])
        scores[delimiter] = (recognise(header), len(header))
    return max(scores, key=scores.get), 0


def _physical_lines(text):
    """Lines of bounded length: a file without any line break must not fill the memory."""
    while True:
        with _whole_archive():
            line = text.readline(MAX_LINE)
        if len(line) == MAX_LINE:
            raise UnreadableFile(f"Une ligne du fichier dépasse {MAX_LINE // 1_000_000} millions de signes.")
        if not line:
            return
        yield line


def _numbered(text, delimiter):
    """Every line with the number that a spreadsheet shows: a cell with line breaks is in one line."""
    reader = csv.reader(_physical_lines(text), delimiter=delimiter, strict=True, skipinitialspace=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Line(number, problem=_quote_problem(error))
        else:
            yield Line(number, cells)


def _quote_problem(error):
    if "unexpected end of data" in str(error):
        return "Un guillemet ouvert sur cette ligne n’est jamais refermé\u00a0: la suite n’a pas été lue."
    if "field larger" in str(error):
        return "Une cellule dépasse un million de signes. Un guillemet n’est-il pas refermé\u202f?"
    return "Les guillemets de cette ligne sont mal formés\u00a0: doublez ceux qui font partie du texte."


def _too_short(count, width):
    return f"{count} cellules pour {width} colonnes\u00a0: un texte est peut-être coupé en deux."


def _checked(lines, width):
    for line in lines:
        if line.is_empty:
            continue
        if not line.problem and len(line.cells) < width:
            line = Line(line.number, problem=_too_short(len(line.cells), width))
        wrong = {place: reason for place, cell in enumerate(line.cells) if (reason := refusal(cell))}
        yield in_shape(Line(line.number, line.cells, line.problem, wrong), width)
