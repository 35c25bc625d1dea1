"""Memory of this process that no file backs: pages of an index that the system maps are not counted."""

import contextlib
import re
import threading
from pathlib import Path

STATUS = Path("/proc/self/status")
PAUSE = 0.05  # seconds between two looks


def anonymous_memory():
    """Bytes (RssAnon); None where the system does not tell."""
    found = re.search(r"RssAnon:\s+(\d+) kB", STATUS.read_text()) if STATUS.exists() else None
    return int(found[1]) * 1024 if found else None


class Peak:
    """The most that was seen in the block: the system keeps no such record of anonymous memory."""

    def __init__(self):
        self.at_start = self.memory = anonymous_memory()

    @property
    def added(self):
        """Above what the process held when the block began."""
        return None if self.memory is None else self.memory - self.at_start

    def look(self):
        if self.memory is not None:
            self.memory = max(self.memory, anonymous_memory())


@contextlib.contextmanager
def peak_memory():
    peak, ended = Peak(), threading.Event()

    def watch():
        while not ended.wait(PAUSE):
            peak.look()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        ended.set()
        watcher.join()
        peak.look()
