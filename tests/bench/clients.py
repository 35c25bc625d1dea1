"""One client, then eight at once as gunicorn serves them here: what they get, the time of each."""

import multiprocessing
import threading
import time
from dataclasses import dataclass
from functools import partial

from .measure import Times

ALONE, AT_ONCE = (1, 1), (2, 4)  # processes, threads in each: script/server
CLIENTS = 8  # at most: each begins an eighth further
PATIENCE = 600  # seconds in which all must be ready


@dataclass(frozen=True)
class Served:
    """The calls, or pages, of all clients: their times, and how many a second there were."""

    times: Times
    throughput: float


def serve_clients(name, searches, shape, *, whole_page=False, **options):
    """Every client makes every search, each from a place of its own, on the engine of that name.

    A search is a call through the contract, or with `whole_page` the page of the site. `options` are those of
    `BothEngines`. Returns Served.
    """
    processes, threads = shape
    fresh = multiprocessing.get_context("spawn")
    gate, told = fresh.Barrier(processes), fresh.Queue()
    workers = [
        fresh.Process(
            target=_work,
            args=(name, searches, whole_page, options, gate, told, rank * threads, threads),
            daemon=True,
        )
        for rank in range(processes)
    ]
    for worker in workers:
        worker.start()
    spans = [span for _ in workers for span in told.get(timeout=PATIENCE)]
    for worker in workers:
        worker.join()
    begun, ended = min(start for start, _ in spans), max(end for _, end in spans)
    return Served(Times([end - start for start, end in spans]), len(spans) / (ended - begun))


def _work(name, searches, whole_page, options, gate, told, first, threads):
    """A process: warms up, waits for the others, lets its threads search; tells when each call was made."""
    import django

    django.setup()
    make = _page_of(name) if whole_page else _call_of(name, options)
    for search in searches[:10]:
        make(search)
    spans = []

    def client(rank):
        start = rank * len(searches) // CLIENTS
        for search in searches[start:] + searches[:start]:
            begun = time.time()  # a clock that processes share
            make(search)
            spans.append((begun, time.time()))

    clients = [threading.Thread(target=client, args=(first + rank,)) for rank in range(threads)]
    gate.wait(PATIENCE)
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    told.put(spans)


def _call_of(name, options):
    from .engines import both_engines, loosening_call  # need the settings

    return partial(loosening_call, both_engines(**options).engines[name])


def _page_of(name):
    from search.documents import PracticeDocument  # need the settings
    from search.engines.base import get_engine

    from .pages import Site

    engine, site = get_engine(PracticeDocument), Site()
    engine.current = engine.engines[name]  # for good: this process ends with its measure
    return lambda search: site.get(search.query_string)
