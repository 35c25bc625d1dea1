"""A lock between processes and threads, which the system frees when whoever holds it dies."""

import fcntl
import threading
import time

from .base import SearchUnavailable

PAUSE = 0.02  # seconds between two tries


class FileLock:
    """One thread of one process holds it at a time, as often as it likes."""

    def __init__(self, path):
        self.path = path
        self._held = threading.local()

    def acquire(self, patience):
        """Waits that many seconds for another holder, then raises SearchUnavailable."""
        if depth := getattr(self._held, "depth", 0):
            self._held.depth = depth + 1
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + patience
        # Whoever waits holds the turn: one that writes batch after batch cannot come back before it.
        with open(self.path.with_name(f"{self.path.name}.turn"), "w") as turn:
            _lock(turn, deadline)
            stream = open(self.path, "w")
            try:
                _lock(stream, deadline)
            except BaseException:
                stream.close()
                raise
        self._held.stream, self._held.depth = stream, 1

    def release(self):
        self._held.depth -= 1
        if not self._held.depth:
            self._held.stream.close()


def _lock(stream, deadline):
    while True:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise SearchUnavailable("another process is writing the index") from None
            time.sleep(PAUSE)
