"""A value made from the database, kept in the process, and made anew once the rows changed."""

import logging
import threading
import time
from abc import ABC, abstractmethod

from django.db import DatabaseError

logger = logging.getLogger(__name__)

LOOK_EVERY = 20.0  # seconds


class Refreshed(ABC):
    """Asks the database once every LOOK_EVERY seconds at most what changed. Safe between threads."""

    def __init__(self, empty, clock=time.monotonic):
        self.clock = clock
        self._lock = threading.Lock()
        self._value, self._state, self._looked = empty, None, None

    @abstractmethod
    def state(self):
        """Something small that differs once the rows do."""

    @abstractmethod
    def make(self):
        """The value of the present rows."""

    def get(self):
        """The value; the last one known while the database fails."""
        with self._lock:
            if self._looked is None or self.clock() - self._looked >= LOOK_EVERY:
                self._look()
            return self._value

    def forget(self):
        """Makes the value anew at the next call, whatever the rows look like."""
        with self._lock:
            self._state, self._looked = None, None

    def _look(self):
        try:
            state = self.state()
            if state != self._state:
                self._value, self._state = self.make(), state
        except DatabaseError:
            logger.exception("%s cannot read its rows: what it last knew is used", type(self).__name__)
        self._looked = self.clock()
