"""The steps of script/bench, in order; what they find goes to the report."""

import contextlib
import gc
import os
import subprocess
import sys
from urllib.parse import urlencode

from django.db import connections

from practices.models import PracticePage
from search import indexing
from search.documents import PracticeDocument
from search.engines.base import get_engine

from . import folder
from .bare_elasticsearch import BareElasticsearch
from .bare_tantivy import BareTantivy
from .comparisons import CALL, PAGE, measure_clients, measure_rebuilds
from .engines import contract_call, loosening_call, same_answers
from .insertion import insert_sheets
from .measure import take_turns
from .pages import ReadyPage, Site
from .peers import Peers
from .queries import varied_searches
from .report import Report, megabytes
from .steps import progress, step
from .targets import (
    CLUSTER,
    EMBEDDED,
    EMPTY,
    TEMPLATE,
    bare,
    closest,
    contract,
    first_page,
    judge,
    loosening,
    page,
    typing,
)
from .web_process import serve_apart

SAMPLE = 400  # sheets that the searches are drawn from
MEMORY_SEARCHES = 200  # at least: those of the run, again and again
EMPTY_PATH, SUGGESTIONS_PATH = "/sante/vivant/", "/fiches/suggestions/"
TOWN = "29019"  # Brest, to which lists compare
FEW_SHEETS = 300  # of the second size at which the queries of a page are counted


class Bench:
    def __init__(self, options, path):
        self.options = options
        self.path = path
        self.both = get_engine(PracticeDocument)
        self.report = Report(f"{options.sheets} made-up sheets, {options.queries} searches")
        self.url = os.environ["ELASTICSEARCH_URL"]
        self.prefix = os.environ["ELASTICSEARCH_PREFIX"]

    def build(self):
        """The database, once; the embedded index, each time, since its speed is measured too."""
        if not folder.is_built(self.path, "sheets"):
            self._build_database()
        if self.options.sheets and not (self.options.keep_index and self.both.is_ready()):
            self._index(EMBEDDED)

    def _build_database(self):
        count = self.options.sheets
        if count:
            with step(f"{count} sheets"):
                insert_sheets(count, progress=lambda numbers: progress(numbers, "Sheets"))
        else:
            with step("Tables, directory, starter site"):
                folder.prepare_site()
        connections.close_all()  # all is in the file of the database then, which others copy
        folder.mark_built(self.path, sheets=True)

    def measure(self):
        """Prints the table; returns the exit status."""
        self.bares = {EMBEDDED: BareTantivy(self.both.engines[EMBEDDED].folder)}
        self.report.fact(
            f"index size, {EMBEDDED}", megabytes(folder.size(self.both.engines[EMBEDDED].folder))
        )
        with contextlib.ExitStack() as stack:
            if CLUSTER in self.both.engines:
                self._prepare_cluster(stack)
            else:
                self.report.missing.append("Elasticsearch (set ELASTICSEARCH_URL, or install Java and Maven)")
            peers = self._peers(stack)
            searches = self._searches()
            self._time(searches, peers)
            self._web_processes(searches)
            self._engines_alone(searches)
        judge(self.report)
        print(self.report.text())
        return 0 if self.report.all_met else 1

    def _peers(self, stack):
        if self.options.without_peers:
            return None
        cluster = self.bares.get(CLUSTER)
        peers = Peers(self.path, self.report, cluster and cluster.size)
        peers.add_postgresql(stack)
        return peers

    def _engines_alone(self, searches):
        for name in self.bares:
            for what in (CALL, PAGE):
                measure_clients(self.report, name, searches, what, **self.both.options)
            measure_rebuilds(self.report, name, self.options.sheets, **self.both.options)

    def _prepare_cluster(self, stack):
        bare_call = BareElasticsearch(self.url, f"{self.prefix}-practice-read")
        stack.callback(bare_call.drop, self.prefix)
        self._index(CLUSTER)
        bare_call.keep_no_answers()
        self.bares[CLUSTER] = bare_call
        self.report.fact(f"index size, {CLUSTER}", megabytes(bare_call.size()))

    def _index(self, name):
        with self.both.turned_to(name), step(f"Index of {name}") as taken:
            count = indexing.rebuild()
        assert count == self.options.sheets, f"{count} sheets in the index of {name}"
        self.report.fact(f"index speed, {name}, database included", f"{count / taken[0]:.0f} sheets/s")

    def _searches(self):
        """Drawn from sheets spread over the whole table."""
        pks = list(PracticePage.objects.order_by("pk").values_list("pk", flat=True))
        chosen = pks[:: max(1, len(pks) // SAMPLE)]
        return varied_searches(
            indexing.documents(PracticePage.objects.filter(pk__in=chosen)), self.options.queries
        )

    def _time(self, searches, peers):
        site = Site()
        with step("Data of every page"):
            ready = {search.query_string: ReadyPage(site, search.query_string) for search in searches}
        gc.freeze()  # what the measure keeps is no garbage for a page to look through
        contestants = {
            TEMPLATE: lambda search: ready[search.query_string].render(),
            EMPTY: lambda search: site.get("", EMPTY_PATH, is_newcomer=True),
        }
        for name, bare_call in self.bares.items():
            contestants |= {
                page(name): self._turned_to(name, lambda search: site.get(search.query_string)),
                contract(name): self._turned_to(name, lambda search: contract_call(self.both, search)),
                loosening(name): self._turned_to(name, lambda search: loosening_call(self.both, search)),
                bare(name): bare_call,
                first_page(name): self._turned_to(name, lambda search: site.get("", is_newcomer=True)),
                typing(name): self._turned_to(
                    name, lambda search: site.get(urlencode({"q": search.beginning}), SUGGESTIONS_PATH)
                ),
                closest(name): self._turned_to(name, lambda search: site.get(_closest(search))),
            }
        if peers:
            contestants |= peers.contestants
        with step("Searches, by turns"):
            self.report.times = take_turns(contestants, progress(searches, "Searches"))
        self._compare_answers(searches)
        if peers:
            peers.time_database(searches, patience=self.options.patience)

    def _turned_to(self, name, call):
        def turned(search):
            with self.both.turned_to(name):
                return call(search)

        return turned

    def _compare_answers(self, searches):
        for name, bare_call in self.bares.items():
            engine = self.both.engines[name]
            same = sum(same_answers(engine, bare_call, search) for search in searches)
            self.report.same_answers(name, same, len(searches))

    def _web_processes(self, searches):
        """Processes of their own: memory after the searches, queries of a page at two sizes."""
        urls = [search.query_string for search in searches]
        again = urls * -(-MEMORY_SEARCHES // len(urls))
        environments = {EMBEDDED: {}}
        if CLUSTER in self.both.engines:
            environments[CLUSTER] = {"ELASTICSEARCH_URL": self.url, "ELASTICSEARCH_PREFIX": self.prefix}
        for name, environment in environments.items():
            with step(f"A web process on {name}"):
                told = serve_apart(self.path, again, **environment)
            self.report.web_process(name, told)
        counted = {self.options.sheets: told["queries"]}
        few = FEW_SHEETS if self.options.sheets > FEW_SHEETS else self.options.sheets // 3
        with step(f"A web process on {few} sheets"):
            command = [sys.executable, "-m", "tests.bench", "--sheets", str(few), "--only-build"]
            subprocess.run(command, check=True)
            counted[few] = serve_apart(folder.folder_of(few), again)["queries"]
        self.report.page_queries(counted)


def _closest(search):
    """The same search, the sheets of towns like one town first."""
    return "&".join(filter(None, (search.query_string, urlencode({"like": TOWN, "sort": "proches"}))))
