"""What `script/endure` runs."""

import argparse
import contextlib
import sys
import tempfile
from pathlib import Path

from tests.servers import Postgresql

from . import decisions, submissions


def main():
    parser = argparse.ArgumentParser(prog="script/endure")
    parser.add_argument("what", choices=["submissions", "decisions"])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true", help="decisions on a PostgreSQL of our own")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        asked = {"count": options.count, "seed": options.seed}
        if options.what == "submissions":
            outcome = submissions.endure(Path(folder), **asked)
        else:
            url = stack.enter_context(Postgresql()).url if options.postgresql else None
            outcome = decisions.endure(Path(folder), **asked, database_url=url)
    print(outcome)
    sys.exit(0 if outcome.is_whole else 1)


main()
