"""The engine alone, up to a million documents: made one by one and streamed to it, no sheet and no page.

The index of each size is built once, in a folder of its own, and searched by the runs that follow.
"""

from . import folder
from .bare_tantivy import BareTantivy
from .comparisons import measure_clients, measure_rebuilds
from .engines import both_engines, contract_call, same_answers
from .made_up_documents import DocumentMaker
from .measure import take_turns
from .queries import varied_searches
from .rebuilding import clocked, run_apart
from .report import Report, megabytes
from .steps import progress, step
from .targets import EMBEDDED, bare_at, contract_at, judge_engine_only

GROWTH = 10  # times more documents in the second index
SAMPLE = 400  # documents that the searches are drawn from, all of them in both indexes
SPEED, MEMORY = "speed", "memory"


class EngineOnly:
    def __init__(self, options):
        self.options = options
        self.sizes = (options.sheets // GROWTH, options.sheets)
        self.report = Report(f"{self.sizes[1]} made-up documents, engine alone, {options.queries} searches")

    def build(self):
        for size in self.sizes:
            build_index(size)

    def measure(self):
        """Prints the table; returns the exit status."""
        engines = {size: embedded(size) for size in self.sizes}
        bares = {size: BareTantivy(engine.folder) for size, engine in engines.items()}
        searches = self._searches()
        contestants = {}
        for size in self.sizes:
            contestants[contract_at(size)] = _contract(engines[size])
            contestants[bare_at(size)] = bares[size]
        with step("Searches, by turns"):
            self.report.times = take_turns(contestants, progress(searches, "Searches"))
        for size in self.sizes:
            self._tell(size, engines[size])
            same = sum(same_answers(engines[size], bares[size], search) for search in searches)
            self.report.same_answers(f"{EMBEDDED} at {size}", same, len(searches))
        last = {"path": str(index_path(self.sizes[-1]))}
        measure_clients(self.report, EMBEDDED, searches, **last)
        measure_rebuilds(self.report, EMBEDDED, self.sizes[-1], **last)
        memory = [folder.built_with(folder_of(size), MEMORY) for size in self.sizes]
        judge_engine_only(self.report, *self.sizes, memory)
        print(self.report.text())
        return 0 if self.report.all_met else 1

    def _searches(self):
        smallest = self.sizes[0]
        numbers = range(1, smallest + 1, max(1, smallest // SAMPLE))
        return varied_searches(DocumentMaker().stream(numbers), self.options.queries)

    def _tell(self, size, engine):
        """Speed and memory are those of the day the index was built."""
        path = folder_of(size)
        speed, memory = folder.built_with(path, SPEED), folder.built_with(path, MEMORY)
        self.report.fact(f"index of {size}, size", megabytes(folder.size(engine.folder)))
        self.report.fact(f"index of {size}, built at", f"{speed:.0f} documents/s, making them left out")
        if memory:
            self.report.fact(f"index of {size}, memory of the process that built it", megabytes(memory))


def build_index(size):
    """The index of the first documents, in a folder of its own; nothing when it stands there already."""
    path, engine = folder_of(size), embedded(size)
    made_of = folder.index_fingerprint(engine.folder.name)
    if folder.is_built(path, "index", made_of=made_of):
        return
    folder.clear(path)
    with step(f"Index of {size} documents"):
        built = run_apart(_build, size)
    folder.mark_built(path, made_of=made_of, index=True, **{SPEED: built.speed, MEMORY: built.memory})


def folder_of(size):
    return folder.folder_of(size, "engine")


def index_path(size):
    return folder_of(size) / "index"


def embedded(size):
    return both_engines(path=str(index_path(size))).engines[EMBEDDED]


def _build(size):
    return clocked(embedded(size).rebuild, size)


def _contract(engine):
    return lambda search: contract_call(engine, search)
