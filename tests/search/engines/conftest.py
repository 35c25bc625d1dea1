import uuid

import pytest

from search.engines.base import SearchQuery
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch_mapping import ANALYZER
from search.engines.tantivy import TantivyEngine
from tests.services import drop_indices

from ..conftest import ENGINES
from .notes import NoteDocument, store

PATIENCE = 5  # seconds for a search; a machine that runs tests may be slow


def elasticsearch(document_class=NoteDocument, **options):
    engine = ElasticsearchEngine(document_class, **({"search_timeout": PATIENCE} | options))
    engine.search_timeout = 0.1  # how long a rebuild waits for searches that read the old index
    return engine


@pytest.fixture
def new_tantivy(tmp_path):
    """Makes an engine on the index folder of the test."""

    def make(document_class=NoteDocument):
        return TantivyEngine(document_class, path=str(tmp_path / "index"))

    return make


@pytest.fixture
def new_elasticsearch(elasticsearch_url, elasticsearch_prefix):
    """Makes an engine on the indices of the test."""

    def make(document_class=NoteDocument, **options):
        options = {"hosts": [elasticsearch_url], "prefix": elasticsearch_prefix} | options
        return elasticsearch(document_class, **options)

    return make


@pytest.fixture(params=ENGINES)
def new_engine(request):
    """Each test runs on both engines; nothing is indexed yet, no index is made."""
    return request.getfixturevalue(f"new_{request.param}")


@pytest.fixture
def fresh_engine(new_engine):
    """An engine with a new and empty index: what was there before changes no score."""
    engine = new_engine()
    engine.rebuild([])
    return engine


@pytest.fixture(scope="session")
def lasting_elasticsearch(elasticsearch_url):
    """One index for many tests: to make one takes a second."""
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    engine = elasticsearch(hosts=[elasticsearch_url], prefix=prefix)
    engine.rebuild([])
    yield engine
    drop_indices(elasticsearch_url, prefix)


@pytest.fixture
def elasticsearch_engine(lasting_elasticsearch):
    store(lasting_elasticsearch, removed=list(lasting_elasticsearch.scan(SearchQuery())))
    return lasting_elasticsearch


@pytest.fixture
def tantivy_engine(new_tantivy):
    engine = new_tantivy()
    engine.rebuild([])
    return engine


@pytest.fixture(params=ENGINES)
def engine(request):
    """An engine with an empty index; scores may remember what was removed from it."""
    return request.getfixturevalue(f"{request.param}_engine")


@pytest.fixture
def elasticsearch_terms(elasticsearch_engine):
    """The terms that Elasticsearch makes of a normalised text."""
    indices = elasticsearch_engine.indices

    def terms(text):
        answer = indices.client.indices.analyze(index=indices.reading, analyzer=ANALYZER, text=text)
        return [token["token"] for token in answer["tokens"]]

    return terms
