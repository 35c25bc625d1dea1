import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from wagtail.models import Page

from practices.fields import clean_sheet_html
from practices.models import PracticeIndexPage, PracticePage
from practices.plain_text import fold
from search import indexing
from tests.bench.insertion import TreeProblem, check_tree, insert_sheets
from tests.bench.made_up import Maker
from tests.factories.territories import TerritoryFactory

ROOT = Path(__file__).resolve().parents[2]
COUNT = 200


@pytest.fixture
def sheets(db):
    """Made-up sheets over a few collectivities."""
    call_command("starter_site", verbosity=0)
    TerritoryFactory.create_batch(5)
    TerritoryFactory.create_batch(2, intercommunality=True)
    insert_sheets(COUNT)
    return PracticePage.objects.order_by("path")


def test_made_up_sheets_are_valid_pages(sheets):
    for sheet in sheets[::20]:
        sheet.full_clean()

    assert sheets.findable().count() == COUNT


def test_made_up_sheets_make_a_sound_tree(sheets):
    parent = PracticeIndexPage.objects.get()

    told = Page.find_problems()

    assert told == ([], [], [], [], [])
    assert parent.numchild == COUNT
    assert {sheet.get_parent().pk for sheet in sheets[::50]} == {parent.pk}
    assert sheets[0].url_path == f"{parent.url_path}{sheets[0].slug}/"


def test_made_up_sheets_hold_what_saving_them_would_write(sheets):
    for sheet in sheets[::20]:
        stored = [getattr(sheet, name) for name in PracticePage.RICH_FIELDS]

        assert stored == [clean_sheet_html(text) for text in stored]
        assert sheet.plain_text == fold(" ".join(sheet.text_parts()))


def test_made_up_sheets_are_indexed_as_about_250_words(sheets):
    documents = list(indexing.documents())

    words = sum(len(document.body.split()) for document in documents) / COUNT
    assert len(documents) == COUNT
    assert 200 < words < 320


def test_made_up_sheets_are_added_after_those_there(sheets):
    insert_sheets(10)

    assert list(sheets.values_list("external_id", flat=True)) == [str(n) for n in range(1, COUNT + 11)]
    check_tree(PracticeIndexPage.objects.get(), COUNT + 10)


def test_a_number_makes_the_same_sheet_every_time(sheets):
    made, again = Maker().make(7), Maker().make(7)

    assert made.page.plain_text == again.page.plain_text == sheets[6].plain_text


@pytest.mark.parametrize(
    ("sheet", "changes"),
    [
        (False, {"numchild": 3}),
        (True, {"numchild": 1}),
        (True, {"depth": 5}),
        (True, {"path": "000100010009"}),
        (True, {"path": "00010001000*0001"}),
        (True, {"path": "000100010001000"}),
    ],
)
def test_check_tree_tells_what_treebeard_would(sheets, sheet, changes):
    parent = PracticeIndexPage.objects.get()
    Page.objects.filter(pk=sheets.last().pk if sheet else parent.pk).update(**changes)

    assert any(Page.find_problems())
    with pytest.raises(TreeProblem):
        check_tree(parent, COUNT)


@pytest.mark.slow
def test_bench_prints_one_table(tmp_path):
    command = [sys.executable, "-m", "tests.bench", "--sheets", "300", "--queries", "20"]
    command += ["--without-elasticsearch", "--patience", "5"]
    environment = os.environ | {"BENCH_VAR": str(tmp_path)}

    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    names = [line.split("  ")[0] for line in told.stdout.splitlines()]
    assert names[:12] == [
        "300 made-up sheets, 20 searches",
        "",
        "search, milliseconds",
        "template with ready data",
        "empty page, same middleware",
        "whole page, Tantivy",
        "call through the contract, Tantivy",
        "call through the contract, loosened when few, Tantivy",
        "bare call, Tantivy",
        "first page, nothing asked, Tantivy",
        "suggestions while typing, Tantivy",
        "whole page, closest to one town first, Tantivy",
    ], told.stderr
    assert re.search(r"totals and counts, contract and bare, Tantivy +20 of 20$", told.stdout, re.MULTILINE)
    assert "missing: Elasticsearch" in told.stdout
    judged = [line for line in told.stdout.splitlines() if line.startswith(("ok", "MISSED"))]
    assert [line for line in judged if "eight clients" in line or "bare engine" in line] == judged[2:5]
    assert told.returncode == int("MISSED" in told.stdout)
