"""What must hold at the size of a run, and the names of the contestants."""

CONTRACT_TO_BARE = 1.25  # from here on, the figures of a site of 100 000 sheets
PAGE_TO_TEMPLATE = 2.5
FIRST_PAGE_TO_EMPTY = 2.0
SUGGESTIONS_MILLISECONDS = 50
WEB_PROCESS_MEMORY = 250_000_000  # bytes, anonymous
PAGE_QUERIES = 12
GROWTH = 8.0  # of the median, for ten times more documents
EIGHT_TO_ONE = 1.2  # calls a second; two cores can do 2, and a lock that all wait for does 1
REBUILD_TO_BARE = 1 / 3  # documents a second
REBUILD_MEMORY = 1.25  # at most, for four or ten times more documents

EMBEDDED, CLUSTER = "Tantivy", "Elasticsearch"
TEMPLATE = "template with ready data"
EMPTY = "empty page, same middleware"
PEER_CLUSTER = "Wagtail’s Elasticsearch backend, counts only"
PEER_POSTGRESQL = "PostgreSQL full text: results, counts, passages"
PEER_DATABASE = "Wagtail’s database backend, counts only"


def page(name):
    return f"whole page, {name}"


def first_page(name):
    return f"first page, nothing asked, {name}"


def typing(name):
    return f"suggestions while typing, {name}"


def closest(name):
    return f"whole page, closest to one town first, {name}"


def contract(name):
    return f"call through the contract, {name}"


def loosening(name):
    return f"call through the contract, loosened when few, {name}"


def bare(name):
    return f"bare call, {name}"


def contract_at(size):
    return f"{contract(EMBEDDED)}, {size} documents"


def bare_at(size):
    return f"{bare(EMBEDDED)}, {size} documents"


def judge_clients(report, name, alone, at_once):
    report.judge_figures(
        f"{name}: eight clients at once get at least {EIGHT_TO_ONE} × the calls a second of one",
        at_once.throughput / alone.throughput,
        least=EIGHT_TO_ONE,
    )


def judge_rebuild(report, name, ours, bare_feed):
    report.judge_figures(
        f"{name}: a rebuild is at least {REBUILD_TO_BARE:.2f} × as fast as feeding the bare engine",
        ours.speed / bare_feed.speed,
        least=REBUILD_TO_BARE,
    )


def judge_memory(report, name, ours, more):
    if ours.added is not None:
        report.judge_figures(
            f"{name}: a rebuild of four times more adds at most {REBUILD_MEMORY} × the memory",
            more.added / ours.added,
            most=REBUILD_MEMORY,
        )


def judge_engine_only(report, few, many, memory):
    """`memory` is what the building of each index held at most, or None."""
    for size in (few, many):
        report.compare(contract_at(size), bare_at(size), "bare")
    report.compare(contract_at(many), contract_at(few), f"{few} documents")
    report.compare(bare_at(many), bare_at(few), f"{few} documents")
    report.judge_ratio(
        f"{EMBEDDED}: ten times more documents take less than {GROWTH:.0f} × the time",
        contract_at(many),
        contract_at(few),
        GROWTH,
    )
    report.judge_ratio(
        f"{EMBEDDED}: the contract takes at most {CONTRACT_TO_BARE} × the bare call at {many}",
        contract_at(many),
        bare_at(many),
        CONTRACT_TO_BARE,
    )
    if all(memory):
        report.judge_figures(
            f"{EMBEDDED}: ten times more documents are built in at most {REBUILD_MEMORY} × the memory",
            memory[1] / memory[0],
            most=REBUILD_MEMORY,
        )


def judge(report):
    """Ratios beside the times, and the verdicts on them."""
    for name in (EMBEDDED, CLUSTER):
        report.compare(page(name), TEMPLATE, "template")
        report.compare(contract(name), bare(name), "bare")
        report.compare(loosening(name), contract(name), "contract")
        report.compare(PEER_CLUSTER, page(name), f"page on {name}")
        report.compare(PEER_POSTGRESQL, loosening(name), f"contract on {name}")
        report.judge_ratio(
            f"{name}: the contract takes at most {CONTRACT_TO_BARE} × the bare call",
            contract(name),
            bare(name),
            CONTRACT_TO_BARE,
        )
        report.judge_ratio(
            f"{name}: the page takes at most {PAGE_TO_TEMPLATE} × its template",
            page(name),
            TEMPLATE,
            PAGE_TO_TEMPLATE,
        )
        report.compare(first_page(name), EMPTY, "empty page")
        report.compare(closest(name), page(name), "page")
        report.judge_ratio(
            f"{name}: the first page takes at most {FIRST_PAGE_TO_EMPTY} × an empty page",
            first_page(name),
            EMPTY,
            FIRST_PAGE_TO_EMPTY,
        )
        report.judge_milliseconds(
            f"{name}: suggestions take at most {SUGGESTIONS_MILLISECONDS} ms at the server",
            typing(name),
            SUGGESTIONS_MILLISECONDS,
        )
        report.judge_ratio(
            f"{name}: the page is faster than the counts alone of Wagtail’s Elasticsearch backend",
            page(name),
            PEER_CLUSTER,
            1,
        )
        report.judge_ratio(
            f"{name}: the call through the contract is faster than PostgreSQL full text",
            loosening(name),
            PEER_POSTGRESQL,
            1,
        )
