import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices.models import PracticePage
from search import comparing, indexing
from search.comparing import Fault
from search.engines.base import SearchQuery, get_engine
from search.models import IndexBatch, IndexEntry
from tests.factories.practices import PracticeFactory
from tests.search.conftest import ENGINES

pytestmark = pytest.mark.django_db


@pytest.fixture(params=ENGINES)
def no_index(request, own_folder, settings):
    """Either engine, without an index."""
    if request.param == "elasticsearch":
        settings.SEARCH_ENGINE = {
            "BACKEND": "search.engines.elasticsearch.ElasticsearchEngine",
            "OPTIONS": {
                "hosts": [request.getfixturevalue("elasticsearch_url")],
                "prefix": request.getfixturevalue("elasticsearch_prefix"),
                "search_timeout": 5,
            },
        }
        get_engine.cache_clear()


@pytest.fixture
def any_index(no_index):
    """An empty index of either engine."""
    indexing.rebuild()


@pytest.fixture
def wrong(any_index):
    """Four sheets; one is right, the others have a fault each, and nothing is queued."""
    sheets = [PracticeFactory(published=True, title=f"Fiche {number}") for number in range(4)]
    right, missing, late, extra = sheets
    indexing.drain()
    PracticePage.objects.filter(pk=late.pk).update(title="Un autre titre")  # behind the signals
    PracticePage.objects.filter(pk=extra.pk).update(live=False)
    remove(missing.pk)
    return {missing.pk: Fault.MISSING, late.pk: Fault.LATE, extra.pk: Fault.EXTRA}


def remove(key):
    indexing.engine().write([], [key], {key: IndexBatch.next_version()})


def check(**options):
    out = io.StringIO()
    call_command("check_index", stdout=out, **options)
    return out.getvalue().splitlines()


def test_each_fault_is_found(wrong):
    assert comparing.faults() == wrong


def test_check_names_what_differs_and_fails(wrong):
    out = io.StringIO()

    with pytest.raises(CommandError) as raised:
        call_command("check_index", stdout=out)

    assert raised.value.returncode == 1
    missing, late, extra = wrong
    assert out.getvalue().splitlines() == [
        "Published: 3. Indexed: 3. Changes in the queue: 0.",
        f"Late: 1 (sheets {late})",
        f"Missing: 1 (sheets {missing})",
        f"Too much: 1 (sheets {extra})",
    ]
    assert not IndexEntry.objects.exists()


def test_index_without_faults_passes(any_index):
    PracticeFactory(published=True)
    PracticeFactory()
    indexing.drain()

    assert check() == [
        "Published: 1. Indexed: 1. Changes in the queue: 0.",
        "The index says what the database says.",
    ]


def test_change_that_waits_in_the_queue_is_no_fault(any_index):
    PracticeFactory(published=True)

    assert comparing.faults() == {}
    assert check()[-1] == "The index says what the database says."


def test_repair_removes_and_writes_and_may_be_repeated(any_index):
    sheets = [PracticeFactory(published=True) for _ in range(3)]
    indexing.drain()
    removed, changed, withdrawn = (sheet.pk for sheet in sheets)
    remove(removed)
    PracticePage.objects.filter(pk=changed).update(title="Piscine")
    PracticePage.objects.filter(pk=withdrawn).update(live=False)

    assert check(repair=True)[-1] == "Repaired: 3."

    assert list(indexing.engine().scan(SearchQuery())) == sorted([removed, changed])
    assert check(repair=True)[-1] == "The index says what the database says."
    assert not IndexEntry.objects.exists()


@pytest.mark.elasticsearch
@pytest.mark.parametrize("no_index", ["elasticsearch"], indirect=True)
def test_what_a_later_database_wrote_needs_a_rebuild(any_index):
    """After the database was restored from a copy, its versions are lower than those of the index."""
    practice = PracticeFactory(published=True)
    indexing.drain()
    indexing.engine().write([], [practice.pk], {practice.pk: 10**9})

    with pytest.raises(CommandError, match="1 sheets still differ: run manage.py rebuild_index"):
        check(repair=True)
    indexing.rebuild()

    assert check()[-1] == "The index says what the database says."


def test_repair_builds_the_index_that_is_not_there(no_index):
    practice = PracticeFactory(published=True)

    assert check(repair=True) == [
        "There was no index: built anew, 1 sheets.",
        "Published: 1. Indexed: 1. Changes in the queue: 0.",
        "The index says what the database says.",
    ]

    assert list(indexing.engine().scan(SearchQuery())) == [practice.pk]


def test_engine_without_an_index_fails_with_the_reason(own_folder):
    with pytest.raises(CommandError, match="rebuild_index"):
        check()


def test_walk_is_read_in_chunks(index, monkeypatch):
    """As many queries for three sheets as for one: those of one chunk."""
    counts = []
    for number in (1, 2):
        for _ in range(number):
            PracticeFactory(published=True)
        index()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert comparing.faults() == {}
        counts.append(len(queries))

    assert counts[0] == counts[1]
