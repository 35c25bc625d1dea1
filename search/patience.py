"""How long a page waits for the engine for all that it adds to its list."""

import time

from .documents import PracticeDocument
from .engines.base import Answering, SearchUnavailable, get_engine

PER_PAGE = 0.5  # seconds from the beginning of a page


class TooLate(SearchUnavailable):
    """The engine was not asked: the page has waited long enough."""


class Extras(Answering):
    """The engine, for what one page can do without: offers, ways out, places without a sheet, how far around.

    The list itself does not wait for it, and asks the engine however late it is.
    """

    def __init__(self):
        self.deadline = time.monotonic() + PER_PAGE

    def answer(self, query):
        """As the engine does; raises TooLate once the patience of the page is over."""
        if time.monotonic() >= self.deadline:
            raise TooLate
        return get_engine(PracticeDocument).answer(query)
