"""The judged set says what it means, and its measures count right."""

import json
import math
import os
import subprocess

import pytest
from django.conf import settings

from practices.plain_text import fold

from .judged import grades_by_key, judged_queries
from .metrics import Quality, ndcg, quality, reciprocal_rank, success


@pytest.fixture(scope="module")
def titles():
    files = sorted((settings.BASE_DIR / "practices" / "examples").glob("*.json"))
    sheets = [sheet for file in files for sheet in json.loads(file.read_text())]
    return {number: fold(sheet["title"]) for number, sheet in enumerate(sheets)}


def test_there_are_enough_queries_each_once_half_of_them_held_out():
    queries = judged_queries()
    assert len(queries) >= 120
    assert len({fold(query.text) for query in queries}) == len(queries)
    assert abs(sum(query.held_out for query in queries) - len(queries) / 2) <= 1


def test_each_grade_is_that_of_one_sheet_and_each_query_has_an_answer(titles):
    for query in judged_queries():
        grades = grades_by_key(query, titles)
        assert len(grades) == len(query.grades)
        assert 3 in grades.values(), query.text


def test_ndcg_is_one_for_the_best_order_and_less_for_any_other():
    grades = {1: 3, 2: 1}
    assert ndcg([1, 2], grades) == 1
    best = 7 + 1 / math.log2(3)
    assert ndcg([2, 9, 1], grades) == pytest.approx((1 + 7 / 2) / best)
    assert ndcg([9] * 10 + [1], grades) == 0


def test_ranks_count_good_sheets_only():
    grades = {1: 3, 2: 1, 3: 2}
    assert reciprocal_rank([2, 9, 3], grades) == pytest.approx(1 / 3)
    assert reciprocal_rank([2, 9], grades) == 0
    assert success([2, 9, 8, 7, 3], grades) == 1
    assert success([2, 9, 8, 7, 6, 3], grades) == 0


def test_quality_is_a_mean_over_queries():
    assert quality([([1], {1: 3}), ([], {1: 3})]) == Quality(0.5, 0.5, 0.5, 0.5)


@pytest.mark.slow
def test_the_script_says_that_the_package_is_not_there_and_measures_the_sheets_alone(tmp_path):
    """On the demonstration as it is installed, the sheets that wait for moderators included."""
    environment = os.environ | {
        "PORTAL_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
    }
    environment.pop("DATABASE_URL", None)
    environment.pop("ELASTICSEARCH_URL", None)
    said = subprocess.run(
        ["script/relevance"], cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True
    )

    assert said.returncode == 0
    assert "is not there: the sheets are searched alone. script/relevance --fetch gets it." in said.stdout
    assert "92 sheets among 92 texts." in said.stdout
    assert "Tantivy: ours" in said.stdout
