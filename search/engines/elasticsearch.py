"""The engine of several machines: an Elasticsearch cluster; its requests are built by `elasticsearch.dsl`.

While an index is built, each write goes to the old and to the new one: what changes meanwhile is in the new
one when the aliases move, and nothing needs to be replayed. This is sound because a write looks for the index
that is being built *after* the database was read for it, and a rebuild reads the database *after* it has made
that index; and because what a rebuild writes has version 0, so that it beats no write, and no removal.
"""

import contextlib
import itertools
import time

from elasticsearch import helpers

from ..schema import DIGEST, Schema
from .base import SearchEngine, SearchQuery, SearchUnavailable
from .elasticsearch_client import Boundary, answers, connect, within
from .elasticsearch_indices import Indices
from .elasticsearch_query import WITHOUT_MARKS, copy_of, matching, results, searches

SLICE = 5_000  # keys read at a time by a scan
SCAN_PATIENCE = "5m"  # between two slices
BULK = 500  # documents sent at a time by a rebuild
BULK_BYTES = 20_000_000
OLDEST = 0  # the version of what a rebuild writes: below that of any write


class ElasticsearchEngine(SearchEngine):
    """`options` go to the client: `basic_auth`, `api_key`, `ca_certs` …"""

    def __init__(
        self,
        document_class,
        *,
        hosts,
        prefix,
        replicas=1,
        refresh_interval="1s",
        search_timeout=0.8,
        write_timeout=10.0,
        **options,
    ):
        super().__init__(document_class)
        self.fields = Schema(document_class)
        client = connect(hosts, **options)
        self.searcher = within(client, search_timeout)
        self.writer = within(client, write_timeout)
        self.search_timeout = search_timeout
        self.indices = Indices(
            client, self.fields, prefix=prefix, replicas=replicas, refresh_interval=refresh_interval
        )
        self.boundary = Boundary()

    # Reading

    def answer(self, query):
        with self.boundary():
            options = {"preference": copy_of(query), "allow_partial_search_results": False}
            asked = [line for search in searches(self.fields, query) for line in (options, search)]
            response = self.searcher.msearch(index=self.indices.reading, searches=asked)
            return results(self.fields, query, answers(response))

    def scan(self, query):
        """One state of the index, whatever is written meanwhile; the end of a rebuild stops the scan."""
        for hits in self._slices(query):
            yield from (int(hit["_id"]) for hit in hits)

    def digests(self):
        with self.boundary():
            self.writer.indices.refresh(index=self.indices.reading)
        for hits in self._slices(SearchQuery(), docvalue_fields=[DIGEST]):
            for hit in hits:
                (digest,) = hit.get("fields", {}).get(DIGEST, (None,))
                yield int(hit["_id"]), digest

    def _slices(self, query, **options):
        """What matches, by key, some at a time, as the server answers it."""
        with self.boundary():
            alias = self.indices.reading
            opened = self.writer.open_point_in_time(index=alias, keep_alive=SCAN_PATIENCE)["id"]
        try:
            last = None
            while True:
                with self.boundary():
                    hits = self._slice(query, opened, last, **options)
                    last = int(hits[-1]["_id"]) if hits else None
                yield hits
                if len(hits) < SLICE:
                    return
        finally:
            with contextlib.suppress(SearchUnavailable), self.boundary():
                self.writer.close_point_in_time(id=opened)

    def _slice(self, query, opened, last, **options):
        found = self.writer.search(
            pit={"id": opened, "keep_alive": SCAN_PATIENCE},
            query={"bool": {"filter": matching(self.fields, query, query.filters).to_dict()}},
            sort=[{self.fields.key: "asc"}],
            search_after=None if last is None else [last],
            size=SLICE,
            source=False,
            track_total_hits=False,
            allow_partial_search_results=False,
            **options,
        )
        return list(found["hits"]["hits"])

    def count(self):
        with self.boundary():
            return int(self.searcher.count(index=self.indices.reading)["count"])

    def is_ready(self):
        with self.boundary():
            return self.indices.is_ready()

    # Writing

    def write(self, documents, removed, versions, *, patience=None):
        """One bulk. What is newer in the index already, or gone already, is done.

        Half of the patience is for the bulk, half for the requests before it; none follows a silence.
        """
        documents, removed = list(documents), list(removed)
        client = self.writer if patience is None else within(self.writer, patience / 2)
        with self.boundary():
            aliases = self.indices.to_write(client)
        actions = []
        for alias in aliases:
            actions += [
                self._addition(alias, document, versions[self._key(document)]) for document in documents
            ]
            actions += [_action("delete", alias, key, versions[key]) for key in removed]
        self._bulk(client, actions)

    def rebuild(self, documents):
        """A new index, then all aliases moved in one call; the new one is dropped on failure.

        A rebuild that was killed leaves its index to the next one, and until then each write goes there too.
        Of two at the same time the first to begin fails, without harm.
        """
        name = self.indices.new_name()
        try:
            with self.boundary():
                self.indices.begin(name)
            sent, written = self._fill(name, documents)
            with self.boundary():
                count = self.indices.complete(name, sent=sent, written=written)
                self.indices.publish(name)
        except BaseException:
            with contextlib.suppress(SearchUnavailable), self.boundary():
                self.indices.abandon(name)
            raise
        with contextlib.suppress(SearchUnavailable), self.boundary():  # else the next rebuild does it
            if replaced := self.indices.replaced():
                time.sleep(self.search_timeout)  # searches under way still read it
                self.indices.drop(replaced)
        return count

    def prune(self):
        """Older code follows the aliases, so that nothing else is ever needed."""
        with self.boundary():
            replaced = self.indices.replaced()
            self.indices.drop(replaced)
            return len(replaced)

    def _fill(self, name, documents):
        """Returns how many documents were new, and how many written: others may have written some before."""
        documents, alias, new, written = iter(documents), self.indices.filling(name), 0, 0
        while batch := list(itertools.islice(documents, BULK)):
            actions = [self._addition(alias, document, OLDEST) for document in batch]
            outcomes = self._bulk(self.indices.client, actions)
            new += outcomes.count("created")
            written += len(outcomes)
        return new, written

    def _key(self, document):
        return getattr(document, self.fields.key)

    def _addition(self, alias, document, version):
        source = {name: getattr(document, name) for name in self.fields.fields}
        source |= {name: source[name].translate(WITHOUT_MARKS) for name in self.fields.texts}
        source[DIGEST] = self.fields.digest(document)
        return _action("index", alias, self._key(document), version) | {"_source": source}

    def _bulk(self, client, actions):
        """Returns the outcome of each action that was carried out: created, updated or deleted."""
        outcomes = []
        with self.boundary():
            results = helpers.streaming_bulk(
                client,
                actions,
                chunk_size=max(len(actions), 1),
                max_chunk_bytes=BULK_BYTES,
                raise_on_error=False,
                require_alias=True,  # a missing index must not come into being with a mapping of its own
            )
            for done, item in results:
                ((kind, outcome),) = item.items()
                if done:
                    outcomes.append(outcome["result"])
                elif not _is_settled(kind, outcome):
                    error = outcome["error"]
                    raise SearchUnavailable(f"{kind} {outcome['_id']}: {error['type']}: {error['reason']}")
        return outcomes


def _is_settled(kind, outcome):
    """Whether nothing is left to do: a newer version stands there, or the document is gone already."""
    if kind == "delete" and outcome.get("result") == "not_found":
        return True
    return outcome["error"]["type"] == "version_conflict_engine_exception"


def _action(kind, alias, key, version):
    return {
        "_op_type": kind,
        "_index": alias,
        "_id": str(key),
        "version": version,
        "version_type": "external_gte",  # the same version again is a repeat
    }
