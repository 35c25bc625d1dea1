import csv
import io

import pytest
from openpyxl import Workbook

from tests.factories.practices import ProgrammeFactory, ThemeFactory, practice_index
from tests.factories.territories import TerritoryFactory

# One complete line, and the least that an old one has.
FULL = {
    "external_id": "f-1",
    "title": "Partager un informaticien",
    "summary": "Trois communes emploient ensemble un informaticien.",
    "themes": "Cybersécurité",
    "territory": "29019",
    "mutualisation": "service-commun",
    "need": "Personne pour réparer.",
    "actions": "Un poste partagé.",
    "state": "en-service",
    "state_date": "2024-12-31",
    "lessons": "Commencer sans convention.",
    "contact_function": "Secrétariat général",
    "contact_email": "mairie@commune.example",
}
LEAST = {name: FULL[name] for name in ("external_id", "title", "summary", "territory")}


def csv_text(*rows, delimiter=";"):
    """A CSV text whose header is that of the first row."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


@pytest.fixture
def write(tmp_path):
    """Writes a file from bytes, text or rows; returns its path."""

    def write_file(content, name="fiches.csv"):
        path = tmp_path / name
        if isinstance(content, dict):
            content = [content]
        if isinstance(content, list):
            content = csv_text(*content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


@pytest.fixture
def write_xlsx(tmp_path):
    """Writes a workbook of one sheet from rows of cells; returns its path. `prepare` may change it first."""

    def write_file(rows, name="fiches.xlsx", prepare=None):
        workbook = Workbook()
        for row in rows:
            workbook.active.append(row)
        if prepare:
            prepare(workbook)
        workbook.save(tmp_path / name)
        workbook.close()
        return tmp_path / name

    return write_file


@pytest.fixture
def brest(db):
    return TerritoryFactory(code="29019", name="Brest", population=139_619, postal_codes="29200")


@pytest.fixture
def site(brest):
    """What an import stands on: the parent of the sheets, a few words to name, a few collectivities."""
    practice_index()
    security = ThemeFactory(name="Cybersécurité", slug="cybersecurite")
    ThemeFactory(name="Sauvegarde", slug="sauvegarde", parent=security)
    ProgrammeFactory(name="France Relance", slug="france-relance")
    TerritoryFactory(code="01004", name="Ambérieu-en-Bugey", department_code="01")
    TerritoryFactory(code="40249", name="Saint-Aubin", department_code="40")
    TerritoryFactory(code="62742", name="Saint-Aubin", department_code="62")
    TerritoryFactory(intercommunality=True, code="242900314", siren="242900314", name="Brest Métropole")
