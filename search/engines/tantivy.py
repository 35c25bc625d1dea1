"""The embedded engine: a Tantivy index in a folder, shared by any number of processes.

One writer at a time, whichever the process, under a file lock that the system frees when a process dies.
Readers look before each search whether there is a new commit, so nobody watches files.
"""

import contextlib
import logging
import shutil
import threading
import time
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import tantivy
from tantivy import Filter, Occur, Order, Query, SnippetGenerator, TextAnalyzerBuilder, Tokenizer

from ..analysis import LONGEST_TOKEN, STOP_WORDS
from ..schema import DIGEST, Kind, Schema
from . import tantivy_order
from .base import SearchEngine, SearchQuery, SearchResults, SearchUnavailable
from .file_lock import FileLock
from .tantivy_query import Queries

logger = logging.getLogger(__name__)

ANALYZER = "french"
EXACT = "raw"
PASSAGE_SIGNS = 220  # about two lines of a card
WRITER_HEAP = 50_000_000  # bytes; Tantivy's least is 15 MB a thread
LOCK_PATIENCE = 10.0  # seconds that a batch waits for another process to finish
MOST_VALUES = 10_000  # of one facet; far above any vocabulary of ours
SLICE = 5_000  # keys read at a time by a scan
KEPT_DAYS = 7  # how long the index of another schema stays after its last write
LAYOUT = 2  # raised when the analysis or the way fields are written changes


def french_analyzer():
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
        .filter(Filter.remove_long(LONGEST_TOKEN))
        .filter(Filter.custom_stopword(sorted(STOP_WORDS)))
        .filter(Filter.stemmer("french"))
        .build()
    )


class TantivyEngine(SearchEngine):
    def __init__(self, document_class, *, path):
        super().__init__(document_class)
        self.fields = Schema(document_class)
        self.root = Path(path) / self.fields.name
        self.folder = self.root / self.fields.fingerprint(LAYOUT, sorted(STOP_WORDS))
        self.analyzer = french_analyzer()
        self.lock = FileLock(self.root / "lock")
        self.queries = Queries(self.fields, self._schema, self.analyzer)
        self.opening = threading.RLock()  # held while an index is opened or reloaded
        self._index = None
        self._loaded = None  # the commit that searchers read, as `_last_commit` tells them apart

    # Reading

    def answer(self, query):
        with _failures():
            searcher = self._searcher()
            words = self.queries.words(query.text)
            asked = self.queries.with_prefixes(words, query.prefixes)
            matching = self.queries.matching(asked, query.filters)
            scored = self.queries.with_steps(matching, query.steps)
            hits, total = tantivy_order.page(searcher, self.queries, scored, query)
            addresses = [address for _, address in hits]
            keys = tuple(searcher.fast_field_values(self.fields.key, addresses)) if addresses else ()
            passages = {}
            if query.passages and query.text and query.text.terms:
                if query.text.excluded:  # Tantivy would mark them too
                    words = self.queries.words(replace(query.text, excluded=()))
                passages = self._passages(searcher, words, keys, addresses)
            return SearchResults(keys, total, self._counts(searcher, asked, query), passages)

    def scan(self, query):
        for _, hits in self._slices(query):
            yield from (key for key, _ in hits)

    def digests(self):
        for searcher, hits in self._slices(SearchQuery()):
            if hits:
                digests = searcher.fast_field_values(DIGEST, [address for _, address in hits])
                yield from zip((key for key, _ in hits), digests, strict=True)

    def _slices(self, query):
        """What matches, by key, some at a time: the searcher, and the key and address of each."""
        with _failures():
            searcher = self._searcher()
            asked = self.queries.with_prefixes(self.queries.words(query.text), query.prefixes)
            matching = self.queries.matching(asked, query.filters)
            last = -1
            while True:
                beyond = self.queries.key_above(last)
                rest = Query.boolean_query([(Occur.Must, matching), (Occur.Must, beyond)])
                found = searcher.search(
                    rest, SLICE, count=False, order_by_field=self.fields.key, order=Order.Asc
                )
                yield searcher, found.hits
                if len(found.hits) < SLICE:
                    return
                last, _ = found.hits[-1]

    def count(self):
        with _failures():
            return self._searcher().num_docs

    def is_ready(self):
        return tantivy.Index.exists(str(self.folder)) if self.folder.is_dir() else False

    # Writing

    @contextlib.contextmanager
    def exclusive(self, *, patience=None):
        """One process, and one thread of it, reads the database and writes the index at a time."""
        with _failures():
            self.lock.acquire(LOCK_PATIENCE if patience is None else patience)
        try:
            yield
        finally:
            self.lock.release()

    def write(self, documents, removed, versions, *, patience=None):
        """Versions are not compared: whoever writes holds `exclusive()` since before it read the database."""
        with self.exclusive(patience=patience), _failures():
            self._commit(self._open(), documents, removed)

    def rebuild(self, documents):
        """One commit in the index of the present schema.

        The index of another schema stays as long as older code writes to it, and KEPT_DAYS more.
        """
        with self.exclusive(), _failures():
            index = self._open_or_make()
            self._commit(index, documents, (), everything=True)
            self._index = None
            self._drop(before=time.time() - KEPT_DAYS * 86_400)
            return self._searcher().num_docs

    def prune(self):
        with self.exclusive(), _failures():
            return self._drop(before=float("inf"))

    def _drop(self, *, before):
        """Removes the folders of other schemas that were last written before a moment."""
        others = [path for path in self.root.iterdir() if path.is_dir() and path != self.folder]
        old = [path for path in others if _last_write(path) < before]
        for path in old:
            shutil.rmtree(path, ignore_errors=True)
        return len(old)

    def _commit(self, index, documents, removed, *, everything=False):
        writer = index.writer(heap_size=WRITER_HEAP, num_threads=1)
        try:
            if everything:
                writer.delete_all_documents()
            for key in removed:
                writer.delete_documents_by_term(self.fields.key, key)
            for document in documents:
                if not everything:
                    writer.delete_documents_by_term(self.fields.key, getattr(document, self.fields.key))
                writer.add_document(self._stored(document))
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()

    def _stored(self, document):
        stored = tantivy.Document()
        stored.add_integer(DIGEST, self.fields.digest(document))
        for name, field in self.fields.fields.items():
            value = getattr(document, name)
            match field.kind:
                case Kind.TEXT:
                    stored.add_text(name, value)
                case Kind.FACET | Kind.PREFIX:
                    for item in value:
                        stored.add_text(name, item)
                case Kind.KEY | Kind.ORDER | Kind.NUMBER:
                    if value is not None:
                        stored.add_integer(name, value)
        return stored

    # Index

    @cached_property
    def _schema(self):
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field(DIGEST, fast=True)
        for name, field in self.fields.fields.items():
            match field.kind:
                case Kind.TEXT:
                    builder.add_text_field(name, stored=field.passage, tokenizer_name=ANALYZER)
                case Kind.FACET:
                    builder.add_text_field(name, fast=True, tokenizer_name=EXACT, index_option="basic")
                case Kind.PREFIX:
                    builder.add_text_field(name, tokenizer_name=EXACT, index_option="basic")
                case Kind.KEY | Kind.ORDER | Kind.NUMBER:
                    # Signed: a deletion by term takes a Python integer for a signed one, and misses unsigned
                    # fields.
                    builder.add_integer_field(name, indexed=True, fast=True)
        return builder.build()

    def _open(self):
        """The index, opened once for all threads: of two that open it, one might keep an older commit."""
        with self.opening:
            if self._index is None:
                if not self.is_ready():
                    raise SearchUnavailable(f"no index in {self.folder}: run manage.py rebuild_index")
                index = tantivy.Index.open(str(self.folder))
                self._register(index)
                self._index, self._loaded = index, None
            return self._index

    def _open_or_make(self):
        """The index of the present schema; one that cannot be read is made anew."""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            index = tantivy.Index(self._schema, path=str(self.folder))
        except (OSError, ValueError) as error:
            logger.warning("The index in %s cannot be read, it is made anew: %s", self.folder, error)
            shutil.rmtree(self.folder)
            self.folder.mkdir()
            index = tantivy.Index(self._schema, path=str(self.folder))
        self._register(index)
        return index

    def _register(self, index):
        index.register_tokenizer(ANALYZER, self.analyzer)
        index.config_reader("manual")

    def _searcher(self):
        """A searcher of the last commit. Reloaded only when there is a new one: the next search then reads
        its files anew, which is a fifth of its time.
        """
        with self.opening:
            index, last = self._open(), _last_commit(self.folder)
            if last != self._loaded:
                try:
                    index.reload()
                except (OSError, ValueError):  # the folder was replaced under us: open it anew, once
                    self._index = None
                    index = self._open()
                    index.reload()
                self._loaded = last  # read before the reload: a commit in between is seen by the next search
            return index.searcher()

    # Results

    def _counts(self, searcher, asked, query):
        """One aggregation for all facets without a choice, and one for each that has one."""
        counts, choices = {}, query.choices
        untouched = [name for name in query.facets if name not in choices]
        if untouched:
            counts |= self._aggregate(searcher, self.queries.matching(asked, query.filters), untouched)
        for name in choices:
            matching = self.queries.matching(asked, query.without_filter(name))
            counts |= self._aggregate(searcher, matching, [name])
        return counts

    def _aggregate(self, searcher, matching, names):
        asked = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
        answer = searcher.aggregate(matching, asked)
        return {name: {row["key"]: row["doc_count"] for row in answer[name]["buckets"]} for name in names}

    def _passages(self, searcher, words, keys, addresses):
        """For each key the best extract of the first stored field that holds the words."""
        generators = []
        for name in reversed(self.fields.passages):
            generator = SnippetGenerator.create(searcher, words, self._schema, name)
            generator.set_max_num_chars(PASSAGE_SIGNS)
            generators.append(generator)
        passages = {}
        for key, address in zip(keys, addresses, strict=True):
            stored = searcher.doc(address)
            for generator in generators:
                if passage := _passage(generator.snippet_from_doc(stored)):
                    passages[key] = passage
                    break
        return passages


def _passage(snippet):
    """Pieces of text, marked or not; Tantivy counts in bytes of UTF-8."""
    raw, place, pieces = snippet.fragment().encode(), 0, []
    for mark in snippet.highlighted():
        pieces.append((raw[place : mark.start].decode(), False))
        pieces.append((raw[mark.start : mark.end].decode(), True))
        place = mark.end
    if not pieces:
        return ()
    pieces.append((raw[place:].decode(), False))
    return tuple((text, marked) for text, marked in pieces if text)


def _last_commit(folder):
    """Tells commits apart: Tantivy puts a new meta.json in the place of the old one. None without one."""
    try:
        found = (folder / "meta.json").stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _last_write(folder):
    """When an index was last committed to; what holds no index counts as old."""
    try:
        return (folder / "meta.json").stat().st_mtime
    except FileNotFoundError:
        return 0.0


@contextlib.contextmanager
def _failures():
    """The boundary of the engine: whatever it raises becomes SearchUnavailable, logged once."""
    try:
        yield
    except SearchUnavailable:
        raise
    except (OSError, ValueError, RuntimeError) as error:
        logger.exception("Tantivy failed")
        raise SearchUnavailable(str(error)) from error
