"""script/bench: builds made-up sheets once, measures search and pages on them, prints one table."""

import argparse
import contextlib
import os
import subprocess
import sys
from pathlib import Path

import django

from tests.elasticsearch_download import ServerUnavailable
from tests.servers import Elasticsearch

from . import folder

MOST_SHEETS = 100_000  # in a database; beyond, the engine alone is measured
LEAST_DOCUMENTS = 1_000
EPILOG = """
The table compares, at the same searches taken by turns: the whole page and the call of the search contract on
both engines; the bare call (same words, filters, counts and highlights written straight on the engine); the
page's template with ready data; the counts of Wagtail's own Elasticsearch and database backends; PostgreSQL's
own full text. Then the call by one client and by eight at once, and a rebuild beside the bare engine fed with
the same documents. Times of the steps go to stderr. Figures depend on the machine and on what else it does:
read the ratios.

Above 100000 sheets, or with --engine-only, documents are made and streamed to the embedded engine: no
database, no page. The index is kept, and that of a tenth of the documents beside it; the growth from one to
the other is judged.

The sheets are kept in BENCH_VAR, else in the user's cache (XDG_CACHE_HOME), and built anew when the schema or
the builder changed. Elasticsearch is that of ELASTICSEARCH_URL, else a node started for the run; where none
can be had the rest is measured. The exit status is 1 when a target is missed.
"""


def arguments():
    parser = argparse.ArgumentParser(
        prog="script/bench",
        description=__doc__,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sheets", type=int, default=10_000, help="made-up sheets (10000)")
    parser.add_argument(
        "--engine-only",
        action="store_true",
        help="no database and no page; always so above 100000: that many documents beside a tenth of them",
    )
    parser.add_argument("--queries", type=int, default=200, help="varied searches (200)")
    parser.add_argument("--without-elasticsearch", action="store_true", help="the embedded engine alone")
    parser.add_argument(
        "--without-peers", action="store_true", help="leave Wagtail's backends and PostgreSQL out"
    )
    parser.add_argument(
        "--patience",
        type=float,
        default=60,
        help="seconds left to Wagtail's database backend, which is slow (60)",
    )
    parser.add_argument(
        "--keep-index",
        action="store_true",
        help="search the embedded index as it is; its speed is not measured",
    )
    parser.add_argument(
        "--only-build", action="store_true", help="build sheets and embedded index, no measure"
    )
    options = parser.parse_args()
    options.engine_only |= options.sheets > MOST_SHEETS
    if options.engine_only and options.sheets < LEAST_DOCUMENTS:
        parser.error(f"--engine-only takes {LEAST_DOCUMENTS} documents or more")
    return options


def elasticsearch_url(options, stack):
    """Of the environment, else of a node that ends with us; "" where there is none, which is said."""
    if options.without_elasticsearch or options.only_build:
        return ""
    if os.environ.get("ELASTICSEARCH_URL"):
        return os.environ["ELASTICSEARCH_URL"]
    try:
        return stack.enter_context(Elasticsearch()).url
    except ServerUnavailable as error:
        print(f"Elasticsearch is left out: {error}", file=sys.stderr)
        return ""


def set_environment(path: Path, url):
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {
        "PORTAL_VAR": str(path),
        "DJANGO_SETTINGS_MODULE": "tests.peers.settings",
        "ELASTICSEARCH_URL": url,
        "ELASTICSEARCH_PREFIX": f"bench-{os.getpid()}",
    }


def empty_site():
    """A folder without sheets, shared by all sizes: loading the directory takes a while."""
    path = folder.folder_of(0)
    if not folder.is_built(path, "sheets"):
        command = [sys.executable, "-m", "tests.bench", "--sheets", "0", "--only-build"]
        subprocess.run(command, check=True)
    return path


def run_engine_only(options):
    """The directory of collectivities is read from the empty site; no sheet is written."""
    set_environment(empty_site(), url="")
    django.setup()
    from .engine_only import EngineOnly  # needs the settings

    bench = EngineOnly(options)
    bench.build()
    return 0 if options.only_build else bench.measure()


def run(options):
    path = folder.folder_of(options.sheets)
    with contextlib.ExitStack() as stack:
        set_environment(path, elasticsearch_url(options, stack))
        if not folder.is_built(path, "sheets"):
            folder.clear(path)
            if options.sheets:
                folder.copy_site(empty_site(), path)
        django.setup()
        from .run import Bench  # needs the settings

        bench = Bench(options, path)
        bench.build()
        return 0 if options.only_build else bench.measure()


def main():
    options = arguments()
    return run_engine_only(options) if options.engine_only else run(options)


if __name__ == "__main__":
    sys.exit(main())
