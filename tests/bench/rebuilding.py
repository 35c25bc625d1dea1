"""How fast an engine is rebuilt, and in how much memory; and the bare engine fed from the same documents.

Each in a process of its own, so that its memory is its own. Making the documents is not counted in the time.
"""

import multiprocessing
import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from .memory import peak_memory
from .targets import CLUSTER, EMBEDDED

REPEATS = 2  # of each; the fastest counts
MORE = 4


@dataclass(frozen=True)
class Rebuilt:
    count: int
    seconds: float
    memory: int | None  # bytes that the process held at most; None where the system does not tell
    added: int | None  # above what it held before

    @property
    def speed(self):
        return self.count / self.seconds


class Clocked:
    """Hands documents on, and knows how many seconds it took to make them."""

    def __init__(self, documents):
        self.documents = iter(documents)
        self.seconds = 0.0

    def __iter__(self):
        return self

    def __next__(self):
        start = time.perf_counter()
        try:
            return next(self.documents)
        finally:
            self.seconds += time.perf_counter() - start


def compare_rebuilds(name, count, **options):
    """Our rebuild and the bare engine fed with the same, by turns; then our rebuild of MORE times as many.

    `options` are those of `BothEngines`: where an index stands whose schema the bare engine takes.
    """
    ours, bare = [], []
    for _ in range(REPEATS):
        ours.append(run_apart(_rebuild, name, count, options))
        bare.append(run_apart(_feed_bare, name, count, options))
    return _fastest(ours), _fastest(bare), run_apart(_rebuild, name, count * MORE, options)


def clocked(feed, count):
    """Feeds made-up documents 1 to `count`. Raises AssertionError when not all arrived."""
    from .made_up_documents import DocumentMaker  # needs the settings

    documents = Clocked(DocumentMaker().stream(range(1, count + 1)))
    start = time.perf_counter()
    with peak_memory() as peak:
        arrived = feed(documents)
    taken = time.perf_counter() - start - documents.seconds
    assert arrived == count, f"{arrived} documents instead of {count}"
    return Rebuilt(count, taken, peak.memory, peak.added)


def run_apart(function, *arguments):
    """What the function returns, in a new process with the settings of this one."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh, initializer=set_up) as processes:
        return processes.submit(function, *arguments).result()


def set_up():
    import django

    django.setup()


def _rebuild(name, count, options):
    """Where nothing was: a rebuild that replaces an index waits for the searches under way, on purpose."""
    from .engines import both_engines  # needs the settings

    with tempfile.TemporaryDirectory() as folder:
        prefix = f"{options.get('prefix', '')}-rebuilt-{os.getpid()}"
        engine = both_engines(**options | {"path": folder, "prefix": prefix}).engines[name]
        try:
            return clocked(engine.rebuild, count)
        finally:
            if name == CLUSTER:
                _bare_elasticsearch(options).drop(prefix)


def _feed_bare(name, count, options):
    # Here, since they need the settings.
    from .bare_tantivy import BareTantivy
    from .engines import both_engines

    if name == CLUSTER:
        return clocked(_bare_elasticsearch(options).feed, count)
    return clocked(BareTantivy(both_engines(**options).engines[EMBEDDED].folder).feed, count)


def _bare_elasticsearch(options):
    from .bare_elasticsearch import BareElasticsearch  # a machine without a server measures the other alone

    return BareElasticsearch(options["hosts"][0], f"{options['prefix']}-practice-read")


def _fastest(runs):
    return min(runs, key=lambda run: run.seconds)
