"""The engine is really killed: nothing is lost, no page fails, and the sheet is found once it is back."""

import shutil
import time

import pytest
from django.utils import timezone

from search import indexing
from search.documents import PracticeDocument
from search.engines.base import SearchUnavailable, get_engine
from search.models import IndexEntry
from tests.factories.practices import PracticeFactory

FOUND_WITHIN = 30  # seconds: five are promised, on a machine that does nothing else


def total(client, words):
    response = client.get(f"/fiches/?q={words}")
    assert response.status_code == 200
    return response.context["total"], response.context["degraded"]


def titles(client, words):
    return [result.practice.title for result in client.get(f"/fiches/?q={words}").context["results"]]


def eventually(condition, seconds=FOUND_WITHIN):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "still not so"
        time.sleep(0.1)
    return True


def drain_as_the_worker():
    """One turn of the worker, as if its pauses had passed."""
    IndexEntry.objects.update(next_try=timezone.now())
    try:
        indexing.drain()
    except SearchUnavailable:
        pass
    return not IndexEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_killed_elasticsearch_loses_nothing(client, settings, elasticsearch_node):
    settings.SEARCH_ENGINE = {
        "BACKEND": "search.engines.elasticsearch.ElasticsearchEngine",
        "OPTIONS": {"hosts": [elasticsearch_node.url], "prefix": "outage"},
    }
    get_engine.cache_clear()
    indexing.rebuild()

    before = PracticeFactory(published=True, title="Avant la panne")
    eventually(lambda: total(client, "panne") == (1, False))
    elasticsearch_node.kill()
    PracticeFactory(published=True, title="Pendant la panne")
    before.unpublish()

    assert total(client, "panne") == (1, True)
    assert IndexEntry.objects.exists()

    elasticsearch_node.start()
    eventually(drain_as_the_worker, seconds=60)
    eventually(lambda: titles(client, "panne") == ["Pendant la panne"])
    assert total(client, "panne") == (1, False)


@pytest.mark.django_db(transaction=True)
def test_lost_embedded_index_loses_nothing(client, own_folder):
    indexing.rebuild()
    PracticeFactory(published=True, title="Avant la panne")
    assert total(client, "panne") == (1, False)

    shutil.rmtree(get_engine(PracticeDocument).root)
    PracticeFactory(published=True, title="Pendant la panne")

    assert total(client, "panne") == (2, True)

    indexing.rebuild()

    assert total(client, "panne") == (2, False)
    assert not IndexEntry.objects.exists()
