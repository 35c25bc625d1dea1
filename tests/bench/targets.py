"""What must hold at the size of a run, and the names of the contestants."""

CONTRACT_TO_BARE = 1.25  # from here on, the figures of a site of 100 000 sheets
PAGE_TO_TEMPLATE = 2.5
FIRST_PAGE_TO_EMPTY = 2.0
SUGGESTIONS_MILLISECONDS = 50
WEB_PROCESS_MEMORY = 250_000_000  # bytes, anonymous
PAGE_QUERIES = 12

EMBEDDED, CLUSTER = "Tantivy", "Elasticsearch"
TEMPLATE = "template with ready data"
EMPTY = "empty page, same middleware"
PEER_CLUSTER = "Wagtail’s Elasticsearch backend, counts only"
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


def bare(name):
    return f"bare call, {name}"


def judge(report):
    """Ratios beside the times, and the verdicts on them."""
    for name in (EMBEDDED, CLUSTER):
        report.compare(page(name), TEMPLATE, "template")
        report.compare(contract(name), bare(name), "bare")
        report.compare(PEER_CLUSTER, page(name), f"page on {name}")
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
