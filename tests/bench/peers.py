"""Wagtail's own backends and PostgreSQL in the run: their tables and indexes, their times."""

import contextlib
import time

from django.db import OperationalError, connection
from wagtail.search.backends import get_search_backend

from search import indexing
from tests.elasticsearch_download import ServerUnavailable
from tests.peers.counts import WagtailCounts
from tests.peers.loading import build_index, load_sheets
from tests.peers.models import PeerSheet
from tests.peers.postgresql import PostgresqlSearch
from tests.servers import Postgresql

from . import folder
from .limits import Interrupted, time_limit
from .report import megabytes, milliseconds
from .steps import step
from .targets import PEER_CLUSTER, PEER_DATABASE, PEER_POSTGRESQL

DATABASE, CLUSTER = "default", "elasticsearch"  # names in WAGTAILSEARCH_BACKENDS
DATABASE_SPEED = "database_speed"
MOST_SEARCHES = 5  # of the database backend


class Peers:
    """Ready once made: `contestants` are to be timed with the others, the database backend apart."""

    def __init__(self, path, report, size=None):
        """`size` tells the bytes of an index of Elasticsearch; None where there is no server."""
        self.path = path
        self.report = report
        self.contestants = {}
        self._build_tables()
        self.size = size
        if size:
            self._index(CLUSTER)
            self.contestants[PEER_CLUSTER] = WagtailCounts(CLUSTER)

    def add_postgresql(self, stack):
        """A server that ends with the stack; where there is none, that is said."""
        try:
            server = stack.enter_context(Postgresql())
        except ServerUnavailable as error:
            self.report.missing.append(f"PostgreSQL ({error})")
            return
        search = stack.enter_context(contextlib.closing(PostgresqlSearch(server.url)))
        with step("Table and indexes of PostgreSQL, database included") as taken:
            count = search.load(indexing.documents())
        self.report.fact("index speed, PostgreSQL, database included", f"{count / taken[0]:.0f} sheets/s")
        self.report.fact("table and indexes of PostgreSQL", megabytes(search.size()))
        self.contestants[PEER_POSTGRESQL] = search

    def time_database(self, searches, *, patience):
        """A few searches with words, until the patience ends: on many sheets not one is answered."""
        counts, taken = WagtailCounts(DATABASE), []
        with step("Wagtail's database backend"):
            try:
                with time_limit(patience):
                    for search in [search for search in searches if search.plain][:MOST_SEARCHES]:
                        start = time.perf_counter()
                        counts(search)
                        taken.append(time.perf_counter() - start)
            except Interrupted:
                pass
        if taken:
            taken.sort()
            told = milliseconds(taken[len(taken) // 2]), milliseconds(taken[-1])
            self.report.other(PEER_DATABASE, *told, f"{len(taken)} searches with words")
        else:
            self.report.other(PEER_DATABASE, f"> {patience * 1000:.0f}", "", "none was answered")

    def _build_tables(self):
        """Kept with the sheets, as is the database's index, whose speed is that of the day it was built."""
        if not folder.is_built(self.path, "peers"):
            with step("Tables of the peers"):
                load_sheets(indexing.documents())
            with step("Wagtail's database index") as taken:
                count = build_index(DATABASE)
            folder.mark_built(self.path, peers=True, **{DATABASE_SPEED: count / taken[0]})
        self._tell(DATABASE, folder.built_with(self.path, DATABASE_SPEED), database_index_size())

    def _index(self, name):
        with step(f"Wagtail's {name} index") as taken:
            count = build_index(name)
        self._tell(name, count / taken[0], self.size(_index_name(name)))

    def _tell(self, name, speed, size):
        label = "database" if name == DATABASE else "Elasticsearch"
        self.report.fact(f"index speed, Wagtail’s {label} backend", f"{speed:.0f} sheets/s")
        if size:
            self.report.fact(f"index size, Wagtail’s {label} backend", megabytes(size))


def database_index_size():
    """Bytes of Wagtail's full-text tables, copies of texts included; None where SQLite does not tell."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'wagtailsearch_indexentry%%'", [])
            return cursor.fetchone()[0]
    except OperationalError:
        return None


def _index_name(backend_name):
    return get_search_backend(backend_name).get_index_for_model(PeerSheet).name
