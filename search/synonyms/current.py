"""The thesaurus in force, kept in the process: a moderator’s change needs no restart."""

import logging
import threading
import time

from django.db import DatabaseError
from django.db.models import Count, Max

from ..models import Synonym
from .thesaurus import Thesaurus

logger = logging.getLogger(__name__)

LOOK_EVERY = 20.0  # seconds


class CurrentThesaurus:
    """Asks the database once every LOOK_EVERY seconds at most what changed. Safe between threads."""

    def __init__(self, clock=time.monotonic):
        self.clock = clock
        self._lock = threading.Lock()
        self._thesaurus, self._state, self._looked = Thesaurus(), None, None

    def get(self):
        """The thesaurus; the last one known while the database fails."""
        with self._lock:
            if self._looked is None or self.clock() - self._looked >= LOOK_EVERY:
                self._look()
            return self._thesaurus

    def forget(self):
        """Looks again at the next call."""
        with self._lock:
            self._looked = None

    def _look(self):
        try:
            state = Synonym.objects.aggregate(lines=Count("pk"), last=Max("changed_at"))
            if state != self._state:
                self._thesaurus = Thesaurus(line.expressions for line in Synonym.objects.all())
                self._state = state
        except DatabaseError:
            logger.exception("The synonyms cannot be read: the last ones known are used")
        self._looked = self.clock()


current = CurrentThesaurus()
