"""A publication never waits long for the engine; a test that waits is ended by faulthandler."""

import threading

import pytest

from search import indexing
from search.documents import PracticeDocument
from search.engines.base import get_engine
from search.engines.tantivy import TantivyEngine
from search.models import IndexEntry
from tests.factories.practices import PracticeFactory
from tests.search.engines.http_servers import silent_server

pytestmark = pytest.mark.django_db(transaction=True)
TOO_LONG = 6_000  # seconds


def test_engine_that_never_answers_is_asked_once_and_left_to_the_worker(settings):
    with silent_server() as server:
        settings.SEARCH_ENGINE = {
            "BACKEND": "search.engines.elasticsearch.ElasticsearchEngine",
            "OPTIONS": {"hosts": [server.url], "prefix": "silent", "write_timeout": TOO_LONG},
        }
        get_engine.cache_clear()
        practice = PracticeFactory()
        IndexEntry.objects.all().delete()
        server.connections()

        practice.get_latest_revision().publish()

        asked = server.connections()
    practice.refresh_from_db()
    assert practice.live
    rows = list(IndexEntry.objects.filter(key=practice.pk))
    assert rows
    assert 1 <= asked <= len(rows)  # once for each commit, however many requests a write takes
    assert all(row.error for row in rows if row.tries)


def test_index_that_another_holds_for_long_is_left_to_the_worker(own_folder, monkeypatch):
    monkeypatch.setattr("search.engines.tantivy.LOCK_PATIENCE", TOO_LONG)
    indexing.rebuild()
    held, released = threading.Event(), threading.Event()

    def hold():
        with TantivyEngine(PracticeDocument, path=str(own_folder / "index")).exclusive():
            held.set()
            released.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    try:
        practice = PracticeFactory(published=True)
        assert IndexEntry.objects.filter(key=practice.pk).exists()
    finally:
        released.set()
        holder.join()

    indexing.drain()

    assert [practice.pk] == [key for key, _ in indexing.engine().digests()]
