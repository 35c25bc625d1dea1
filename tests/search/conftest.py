import time

import pytest

from search import indexing, patience
from search.engines.base import get_engine
from search.engines.tantivy import TantivyEngine
from tests.search.engines.notes import settle

ENGINES = ["tantivy", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """However busy the machine is, nothing that a page adds to its list comes too late."""
    monkeypatch.setattr(patience, "PER_PAGE", 60)


@pytest.fixture
def index(own_folder, db):
    """The embedded index, empty: `index()` brings it up to date with the database."""
    indexing.rebuild()
    return indexing.drain


@pytest.fixture(params=ENGINES)
def each_index(request, own_folder, db, settings):
    """The same on each engine, as the site would use it; the fixture of the test runs once for each."""
    if request.param == "elasticsearch":
        url, prefix = (request.getfixturevalue(f"elasticsearch_{name}") for name in ("url", "prefix"))
        settings.SEARCH_ENGINE = {
            "BACKEND": "search.engines.elasticsearch.ElasticsearchEngine",
            "OPTIONS": {"hosts": [url], "prefix": prefix, "search_timeout": 5},
        }
        get_engine.cache_clear()
    indexing.rebuild()

    def up_to_date():
        indexing.drain()
        settle(indexing.engine())

    return up_to_date


@pytest.fixture
def asked(monkeypatch):
    """The queries that the engine answers from now on."""
    queries = []
    answer = TantivyEngine.answer

    def counted(engine, query):
        queries.append(query)
        return answer(engine, query)

    monkeypatch.setattr(TantivyEngine, "answer", counted)
    return queries


@pytest.fixture
def slow(asked, monkeypatch):
    """The queries that the engine answers from now on, each in more time than a page has for all it adds."""
    monkeypatch.setattr(patience, "PER_PAGE", 0.05)
    answer = TantivyEngine.answer

    def slowed(engine, query):
        time.sleep(0.06)
        return answer(engine, query)

    monkeypatch.setattr(TantivyEngine, "answer", slowed)
    return asked
