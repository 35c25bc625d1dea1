"""Long exports hold some sheets at a time, whatever the number of results."""

import gc
import tracemalloc

import pytest

from portal.pages.starter_site import build
from search import indexing
from search.exports.csv_file import csv_file
from search.exports.json_lines import json_lines
from search.exports.sheets import CHUNK
from search.exports.workbook import workbook
from search.filters import PracticeSearchFilterSet
from tests.bench.insertion import insert_sheets
from tests.factories.territories import TerritoryFactory

FORMATS = {csv_file: 50, json_lines: 50, workbook: 1}  # pieces for some tens of sheets


def peak(export):
    """The most memory that Python held for a whole export, but for what waits to be collected."""
    tracemalloc.start()
    for number, _ in enumerate(export(PracticeSearchFilterSet({})).streaming_content):
        if number % FORMATS[export] == 0:
            gc.collect()
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return held


@pytest.mark.slow
@pytest.mark.django_db
def test_memory_does_not_grow_with_the_sheets(own_folder):
    build()
    TerritoryFactory.create_batch(3, population=20_000)
    measure(1)  # the first time fills what is kept

    few, many = measure(2 * CHUNK), measure(3 * CHUNK)

    assert [name for name, held in many.items() if held > 1.25 * few[name]] == []


def measure(count):
    """The peak of each format, with so many sheets more."""
    insert_sheets(count)
    indexing.rebuild()
    return {export.__name__: peak(export) for export in FORMATS}
