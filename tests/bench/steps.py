"""What is under way, on stderr: stdout holds the table alone."""

import contextlib
import sys
import time

from tqdm import tqdm


@contextlib.contextmanager
def step(label):
    """Says what is done and how long it took; gives a list that then holds the seconds."""
    print(f"==> {label}", file=sys.stderr, flush=True)
    start, taken = time.perf_counter(), []
    yield taken
    taken.append(time.perf_counter() - start)
    print(f"    {taken[0]:.1f} s", file=sys.stderr, flush=True)


def progress(items, label):
    """A bar; silent when nobody watches."""
    return tqdm(items, desc=label, disable=None, leave=False)
