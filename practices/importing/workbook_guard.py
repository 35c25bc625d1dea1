"""What is checked of an XLSX file before it is opened: size, zip directory, shape of the sheet, formulas."""

import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from .errors import UnreadableFile

MAX_FILE = 20 * 1024 * 1024
MAX_LINES = 50_000
MAX_ENTRIES = 2_000
MAX_UNPACKED = 128 * 1024 * 1024
# As PyPI does for what is uploaded there: tiny files may be well compressed, large ones hardly.
MAX_RATIO, RATIO_FROM = 50, 64 * 1024 * 1024
MAX_ROW_NUMBER, MAX_COLUMN = 1_048_576, 16_384
MAX_FORMULA_ROWS = 1_000_000
MALFORMED = "Ce classeur est mal formé. Enregistrez la feuille à nouveau, en XLSX ou en CSV."
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
CHUNK = 256 * 1024


def check_archive(path):
    """Raise UnreadableFile unless this is an XLSX that is safe to unpack. Only its directory is read."""
    if path.stat().st_size > MAX_FILE:
        raise UnreadableFile("Le classeur dépasse 20\u00a0Mo. Enregistrez la feuille en CSV.")
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        if "xl/workbook.xml" not in names:
            raise UnreadableFile(
                "Ce fichier n’est pas un classeur XLSX. Enregistrez la feuille en XLSX ou en CSV."
            )
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise UnreadableFile(
                "Ce classeur contient des macros. Enregistrez-le en XLSX sans macro ou en CSV."
            )
        unpacked = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries) or 1
        hidden = unpacked > RATIO_FROM and unpacked / packed > MAX_RATIO
        if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or hidden:
            raise UnreadableFile(
                "Ce classeur est trop volumineux une fois décompressé. Enregistrez-le en CSV."
            )
        if any(entry.filename.startswith("/") or ".." in entry.filename.split("/") for entry in entries):
            raise UnreadableFile(MALFORMED)
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                _refuse_doctype(archive, entry)


def _refuse_doctype(archive, entry):
    with archive.open(entry) as stream:
        if b"<!DOCTYPE" in stream.read(4096).upper():
            raise UnreadableFile(MALFORMED)


@dataclass
class SheetScan:
    """What one pass over the XML of a sheet tells. `formulas`: row → bit mask of its columns from 1."""

    lines: int = 0
    formulas: dict[int, int] = field(default_factory=dict)
    _row: int = 0
    _column: int = 0
    _has_value: bool = False
    _marked: int = 0

    def has_formula(self, row, column):
        return bool(self.formulas.get(row, 0) >> column & 1)

    def start(self, name, attributes):
        tag = name.rpartition(":")[2]
        if tag == "row":
            self._start_row(int(attributes.get("r", self._row + 1)))
        elif tag == "c":
            self._move_to(attributes.get("r"))
        elif tag == "f":
            self._mark(attributes)
        if tag in ("v", "is", "f"):
            self._has_value = True

    def end(self, name):
        if name.rpartition(":")[2] == "row" and self._has_value:
            self.lines += 1
            # One more for the header.
            if self.lines > MAX_LINES + 1:
                raise UnreadableFile("La feuille dépasse 50\u202f000 lignes. Enregistrez-la en CSV.")

    def _start_row(self, number):
        """Rows out of order would be left out without a word by openpyxl."""
        if not self._row < number <= MAX_ROW_NUMBER:
            raise UnreadableFile(MALFORMED)
        self._row, self._column, self._has_value = number, 0, False

    def _move_to(self, reference):
        self._column = _position(reference)[1] if reference else self._column + 1
        if self._column > MAX_COLUMN:
            raise UnreadableFile("La feuille a trop de colonnes.")

    def _mark(self, attributes):
        """A formula fills its own cell; an array formula fills others, which hold only results."""
        first = last = (self._row, self._column)
        if attributes.get("t") in ("array", "dataTable") and attributes.get("ref"):
            start, _, end = attributes["ref"].partition(":")
            first, last = _position(start), _position(end or start)
        self._marked += max(last[0] - first[0], 0) + 1
        if self._marked > MAX_FORMULA_ROWS:
            raise UnreadableFile(
                "Cette feuille contient trop de formules\u00a0: remplacez-les par leurs valeurs."
            )
        mask = sum(1 << column for column in range(first[1], last[1] + 1))
        for row in range(first[0], last[0] + 1):
            self.formulas[row] = self.formulas[row] | mask if row in self.formulas else mask


def _position(reference):
    match = CELL.fullmatch(reference.replace("$", ""))
    if not match:
        raise UnreadableFile(MALFORMED)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def scan_sheet(stream):
    """Read the XML of a sheet once, in constant memory; raise UnreadableFile when it is too large."""
    scan = SheetScan()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = scan.start, scan.end
    while chunk := stream.read(CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return scan
