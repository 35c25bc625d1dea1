"""What `script/endure` runs."""

import argparse
import sys
import tempfile
from pathlib import Path

from .submissions import endure


def main():
    parser = argparse.ArgumentParser(prog="script/endure")
    parser.add_argument("what", choices=["submissions"])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = endure(Path(folder), count=options.count, seed=options.seed)
    print(outcome)
    sys.exit(0 if outcome.is_whole else 1)


main()
