"""The rows of the shipped directory and their files: compressed CSV, the same bytes each time."""

import csv
import gzip
import hashlib
import io
from dataclasses import astuple, dataclass, fields
from pathlib import Path

DATA_FOLDER = Path(__file__).resolve().parents[1] / "data"
TERRITORIES_FILE = DATA_FOLDER / "territories.csv.gz"
ALIASES_FILE = DATA_FOLDER / "aliases.csv.gz"
SOURCES_FILE = DATA_FOLDER / "SOURCES.json"


class DirectoryFileError(Exception):
    """A directory file cannot be read; `str()` says which, where and why, in French."""


@dataclass
class TerritoryRow:
    """One territory. `areas` and `postal_codes` are separated by spaces; `epci` and `ept` are codes."""

    code: str
    kind: str
    name: str
    insee_code: str = ""
    siren: str = ""
    population: int | None = None
    population_year: int | None = None
    department_code: str = ""
    region_code: str = ""
    areas: str = ""
    postal_codes: str = ""
    epci: str = ""
    ept: str = ""
    latitude: float | None = None
    longitude: float | None = None
    position_kind: str = "none"

    @property
    def position(self):
        return None if self.latitude is None else (self.latitude, self.longitude)

    def place_at(self, position, kind):
        self.latitude, self.longitude = round(position[0], 4), round(position[1], 4)
        self.position_kind = kind


@dataclass
class AliasRow:
    code: str
    name: str
    territory: str


NUMBERS = {"population": int, "population_year": int, "latitude": float, "longitude": float}


def write_rows(path, rows):
    """Write the rows, compressed without date: the same rows always make the same file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([field.name for field in fields(rows[0])])
    writer.writerows(["" if value is None else value for value in astuple(row)] for row in rows)
    path.write_bytes(gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0))


def read_rows(path, row_class):
    """Return the rows of a CSV file, compressed or not; DirectoryFileError names file, line and reason."""
    try:
        with _open(path) as text:
            reader = csv.DictReader(text)
            expected = [field.name for field in fields(row_class)]
            if reader.fieldnames != expected:
                raise DirectoryFileError(
                    f"{path.name}\u00a0: colonnes attendues {', '.join(expected)}\u202f; "
                    f"lues\u00a0: {', '.join(reader.fieldnames or ['aucune'])}."
                )
            return [_row(path, reader.line_num, record, row_class) for record in reader]
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise DirectoryFileError(f"{path.name} ne peut pas être lu\u00a0: {error}") from error


def _open(path):
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def _row(path, line, record, row_class):
    if None in record or None in record.values():
        raise DirectoryFileError(f"{path.name}, ligne {line}\u00a0: nombre de colonnes inexact.")
    try:
        numbers = {
            name: convert(record[name]) if record[name] else None
            for name, convert in NUMBERS.items()
            if name in record
        }
    except ValueError as error:
        raise DirectoryFileError(f"{path.name}, ligne {line}\u00a0: nombre illisible ({error}).") from error
    return row_class(**record | numbers)


def fingerprint(*paths):
    """Return one SHA-256 for the content of these files."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
