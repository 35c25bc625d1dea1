"""One door for all files: what a file is, is read in it, not in its name."""

from contextlib import contextmanager
from pathlib import Path

from .delimited import open_delimited
from .errors import UnreadableFile
from .workbook import open_workbook

IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@contextmanager
def open_table(path, recognise):
    """Yield the Table of this CSV, CSV.GZ or XLSX file; raise UnreadableFile with a French reason."""
    path = Path(path)
    try:
        with path.open("rb") as stream:
            opener = _opener(stream.read(512))
    except FileNotFoundError as error:
        raise UnreadableFile(f"Le fichier {path.name} n’existe pas.") from error
    except OSError as error:
        raise UnreadableFile(f"Le fichier {path.name} ne peut pas être lu.") from error
    with opener(path, recognise) as table:
        yield table


def _opener(start):
    if start.startswith(b"PK"):
        return open_workbook
    if start.startswith(OLD_OFFICE):
        raise UnreadableFile(
            "Ce classeur est à l’ancien format .xls, ou protégé par un mot de passe. "
            "Enregistrez-le en XLSX sans mot de passe, ou en CSV."
        )
    if start.startswith(IMAGES):
        raise UnreadableFile("Ce fichier est une image. Enregistrez le tableau en XLSX ou en CSV.")
    if start.startswith(b"%PDF"):
        raise UnreadableFile("Ce fichier est un PDF. Enregistrez le tableau en XLSX ou en CSV.")
    if start.lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise UnreadableFile("Ce fichier est une page web. Enregistrez le tableau en XLSX ou en CSV.")
    return open_delimited
