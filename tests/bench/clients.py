"""One client, then eight at once as gunicorn serves them here: the calls they get, the time of each."""

import multiprocessing
import threading
import time
from dataclasses import dataclass

from .measure import Times

ALONE, AT_ONCE = (1, 1), (2, 4)  # processes, threads in each: script/server
CLIENTS = 8  # at most: each begins an eighth further
PATIENCE = 600  # seconds in which all must be ready


@dataclass(frozen=True)
class Served:
    """The calls of all clients: their times, and how many a second there were."""

    times: Times
    throughput: float


def serve_clients(name, searches, shape, **options):
    """Every client makes every search, each from a place of its own, on the engine of that name.

    `options` are those of `BothEngines`. Returns Served.
    """
    processes, threads = shape
    fresh = multiprocessing.get_context("spawn")
    gate, told = fresh.Barrier(processes), fresh.Queue()
    workers = [
        fresh.Process(
            target=_work, args=(name, searches, options, gate, told, rank * threads, threads), daemon=True
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


def _work(name, searches, options, gate, told, first, threads):
    """A process: warms up, waits for the others, lets its threads search; tells when each call was made."""
    import django

    django.setup()
    from .engines import both_engines, loosening_call  # need the settings

    engine = both_engines(**options).engines[name]
    for search in searches[:10]:
        loosening_call(engine, search)
    spans = []

    def client(rank):
        start = rank * len(searches) // CLIENTS
        for search in searches[start:] + searches[:start]:
            begun = time.time()  # a clock that processes share
            loosening_call(engine, search)
            spans.append((begun, time.time()))

    clients = [threading.Thread(target=client, args=(first + rank,)) for rank in range(threads)]
    gate.wait(PATIENCE)
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    told.put(spans)
