import dataclasses
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from practices.territories.choices import PositionKind
from search.documents import PracticeDocument
from search.schema import Schema
from tests.bench.made_up_documents import DocumentMaker
from tests.factories.territories import TerritoryFactory

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def maker(db):
    """Over a few collectivities."""
    call_command("starter_site", verbosity=0)
    epci = TerritoryFactory(intercommunality=True)
    brest = {"latitude": 48.39, "longitude": -4.49, "position_kind": PositionKind.OWN}
    TerritoryFactory.create_batch(5, epci=epci, **brest)
    return DocumentMaker()


def test_a_number_makes_the_same_document_every_time(maker):
    made, again = list(maker.stream([7, 8])), list(DocumentMaker().stream([7, 8]))

    assert made == again
    assert made[0] != dataclasses.replace(made[1], pk=made[0].pk)


def test_made_up_documents_fill_every_field(maker):
    documents = list(maker.stream(range(1, 201)))

    words = sum(len(document.body.split()) for document in documents) / len(documents)
    empty = [
        name
        for name in Schema(PracticeDocument).fields
        if not any(getattr(document, name) for document in documents)
    ]
    assert 200 < words < 320
    assert empty == []


def test_a_made_up_document_is_found_by_the_beginnings_of_its_title(maker):
    document = maker.make(3)

    first = document.title.split()[0].lower()
    assert {first[:2], first[:3]} <= set(document.begun)


@pytest.mark.slow
def test_bench_of_the_engine_alone_compares_two_sizes_and_keeps_the_index(tmp_path):
    command = [sys.executable, "-m", "tests.bench", "--engine-only", "--sheets", "1000", "--queries", "20"]
    environment = os.environ | {"BENCH_VAR": str(tmp_path)}

    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    again = subprocess.run(
        [*command, "--only-build"], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    names = [line.split("  ")[0] for line in told.stdout.splitlines()]
    assert names[:9] == [
        "1000 made-up documents, engine alone, 20 searches",
        "",
        "search, milliseconds",
        "call through the contract, Tantivy, 100 documents",
        "bare call, Tantivy, 100 documents",
        "call through the contract, Tantivy, 1000 documents",
        "bare call, Tantivy, 1000 documents",
        "call through the contract, one client, Tantivy",
        "call through the contract, eight clients at once, Tantivy",
    ], told.stderr
    assert re.search(r"contract and bare, Tantivy at 1000 +20 of 20$", told.stdout, re.MULTILINE)
    assert told.returncode == int("MISSED" in told.stdout)
    assert (again.returncode, again.stdout, "Index of" in again.stderr) == (0, "", False)
