"""Both engines in one process, behind the contract: a measure turns to one or the other."""

import contextlib

from search.documents import PracticeDocument
from search.engines.base import SearchEngine, SearchQuery
from search.engines.tantivy import TantivyEngine
from search.facets import FACETS_BY_NAME
from search.query_text import parse

from .queries import PER_PAGE, BenchSearch
from .targets import CLUSTER, EMBEDDED

PATIENCE = 5.0  # seconds; longer than a site waits, so that slow answers are timed too


class BothEngines(SearchEngine):
    """Hands every call to the engine that is turned to."""

    def __init__(self, document_class, *, path, hosts=(), prefix=""):
        super().__init__(document_class)
        self.options = {"path": path, "hosts": hosts, "prefix": prefix}  # to make the same ones elsewhere
        self.engines = {EMBEDDED: TantivyEngine(document_class, path=path)}
        if hosts:
            # Here, since a machine without a server measures the embedded engine alone.
            from search.engines.elasticsearch import ElasticsearchEngine

            self.engines[CLUSTER] = ElasticsearchEngine(
                document_class, hosts=hosts, prefix=prefix, search_timeout=PATIENCE
            )
        self.current = self.engines[EMBEDDED]

    @contextlib.contextmanager
    def turned_to(self, name):
        before, self.current = self.current, self.engines[name]
        yield self.current
        self.current = before

    def search(self, query):
        return self.current.search(query)

    def answer(self, query):
        return self.current.answer(query)

    def scan(self, query):
        return self.current.scan(query)

    def digests(self):
        return self.current.digests()

    def write(self, documents, removed, versions, *, patience=None):
        return self.current.write(documents, removed, versions, patience=patience)

    def rebuild(self, documents):
        return self.current.rebuild(documents)

    def prune(self):
        return self.current.prune()

    def count(self):
        return self.current.count()

    def exclusive(self, *, patience=None):
        return self.current.exclusive(patience=patience)

    def is_ready(self):
        return self.current.is_ready()


def both_engines(**options):
    """Engines of their own, beside those of the settings."""
    return BothEngines(PracticeDocument, **options)


def query_of(search: BenchSearch):
    """What the page asks, from what was typed: words, filters, all facets, 20 passages."""
    text = parse(search.typed)
    return SearchQuery(
        text=text,
        filters=search.filters,
        facets=tuple(FACETS_BY_NAME),
        order="newest" if search.newest or text is None else "",
        offset=search.offset,
        limit=PER_PAGE,
    )


def contract_call(engine, search):
    """Exactly what is asked, once: the same work as the bare call."""
    return engine.answer(query_of(search))


def loosening_call(engine, search):
    """What the page calls: with few results it asks once more, with looser words."""
    return engine.search(query_of(search))


def same_answers(engine, bare_call, search):
    """The bare call is the same call only if it gives the same totals and counts."""
    ours, theirs = contract_call(engine, search), bare_call(search)
    return (ours.total, ours.facets) == (theirs.total, theirs.counts)
