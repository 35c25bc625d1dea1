"""script/bench: builds made-up sheets once, measures search and pages on them, prints one table."""

import argparse
import contextlib
import os
import subprocess
import sys
from pathlib import Path

from tests.elasticsearch_download import ServerUnavailable
from tests.servers import Elasticsearch

from . import folder

EPILOG = """
The table compares, at the same searches taken by turns: the whole page and the call of the search contract on
both engines; the bare call (same words, filters, counts and highlights written straight on the engine); the
page's template with ready data; the counts of Wagtail's own Elasticsearch and database backends. Times of the
steps go to stderr. Figures depend on the machine and on what else it does: read the ratios.

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
    parser.add_argument("--queries", type=int, default=200, help="varied searches (200)")
    parser.add_argument("--without-elasticsearch", action="store_true", help="the embedded engine alone")
    parser.add_argument("--without-peers", action="store_true", help="leave Wagtail's own backends out")
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
    return parser.parse_args()


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


def copy_empty_site(path):
    """From a folder without sheets, shared by all sizes: loading the directory takes a while."""
    origin = folder.folder_of(0)
    if not folder.is_built(origin, "sheets"):
        command = [sys.executable, "-m", "tests.bench", "--sheets", "0", "--only-build"]
        subprocess.run(command, check=True)
    folder.copy_site(origin, path)


def main():
    options = arguments()
    path = folder.folder_of(options.sheets)
    with contextlib.ExitStack() as stack:
        set_environment(path, elasticsearch_url(options, stack))
        if not folder.is_built(path, "sheets"):
            folder.clear(path)
            if options.sheets:
                copy_empty_site(path)

        import django

        django.setup()
        from .run import Bench  # needs the settings

        bench = Bench(options, path)
        bench.build()
        return 0 if options.only_build else bench.measure()


if __name__ == "__main__":
    sys.exit(main())
