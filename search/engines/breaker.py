"""A breaker: who fails again and again is left alone for a while, so that nobody waits for it in vain."""

import collections
import threading
import time


class Breaker:
    """Opens for `pause` seconds after `failures` within `within` seconds.

    When the pause is over one caller tries, and the others are refused until it has succeeded; if it fails,
    or never tells, another one tries after the next pause. Safe between threads; each process has its own.
    """

    def __init__(self, *, failures=5, within=10.0, pause=15.0, clock=time.monotonic):
        self.within, self.pause, self.clock = within, pause, clock
        self._recent = collections.deque(maxlen=failures)
        self._closed_again = None  # when the next caller may try; None while closed
        self._lock = threading.Lock()

    def allows(self):
        """Whether to call now. Whoever is allowed tells the outcome by `succeeded()` or `failed()`."""
        with self._lock:
            now = self.clock()
            if self._closed_again is None:
                return True
            if now < self._closed_again:
                return False
            self._closed_again = now + self.pause
            return True

    def succeeded(self):
        """Closes an open breaker; failures among successes still count."""
        with self._lock:
            if self._closed_again is not None:
                self._closed_again = None
                self._recent.clear()

    def failed(self):
        """Counts a failure; returns whether the breaker is now open."""
        with self._lock:
            now = self.clock()
            self._recent.append(now)
            often = len(self._recent) == self._recent.maxlen and now - self._recent[0] <= self.within
            if often or self._closed_again is not None:
                self._closed_again = now + self.pause
            return self._closed_again is not None
