"""What every test stands on: a folder of its own, and real servers where a test asks for one."""

import os

import pytest
from django.core.cache import cache
from django.db import connection

from practices.audit import guards
from search import vocabularies
from search.engines.base import get_engine
from search.spelling.vocabulary import current as current_speller
from search.synonyms.current import current as current_thesaurus

pytest_plugins = [
    "tests.services",
    "tests.mailbox",
    "tests.browser",
    "tests.forms",
    "tests.killing",
    "tests.clamd",
    "tests.proconnect",
]

# Playwright keeps an event loop running in this thread; Django would take it for an asynchronous view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A test that asks for one of these fixtures bears the mark, so that `-m` finds it.
MARKS = {
    "database": {"db", "transactional_db", "live_server"},
    "elasticsearch": {"elasticsearch_url", "elasticsearch_prefix", "elasticsearch_node"},
    "browser": {"browser", "page"},
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        for mark, fixtures in MARKS.items():
            if fixtures.intersection(item.fixturenames):
                item.add_marker(mark)
        django_db = item.get_closest_marker("django_db")
        options = dict(django_db.kwargs) if django_db else {}
        if django_db:
            item.add_marker("database")
        if options.get("transaction") or {"transactional_db", "live_server"}.intersection(item.fixturenames):
            # Such a test empties every table when it ends: each starts from what the migrations made.
            options |= {"transaction": True, "serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(**options), append=False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A test that commits empties every table when it ends: the database would refuse it for the audit."""
    with django_db_blocker.unblock():
        guards.let_empty(connection)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """Nothing is written outside the folder of the test: media, search index, all that VAR_DIR holds."""
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SEARCH_ENGINE = {
        "BACKEND": "search.engines.tantivy.TantivyEngine",
        "OPTIONS": {"path": str(tmp_path / "index")},
    }
    cache.clear()  # the root of the site, among others: of another test, it gives sheets no address
    get_engine.cache_clear()
    current_thesaurus.forget()
    current_speller.forget()
    vocabularies.themes.forget()
    vocabularies.programmes.forget()
    yield tmp_path
    get_engine.cache_clear()
