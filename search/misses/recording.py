"""Counting the searches that find nothing, without a trace of who searched. See decision 0013."""

import logging
import re
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction

from practices import limits
from practices.plain_text import fold

from ..analysis import normalise
from ..analysis import words as words_of
from .models import LONGEST_WORDS, SearchMiss, this_month

logger = logging.getLogger(__name__)

MOST_WORDS = 8
NEW_A_DAY = 500  # rows; what comes more is noise or an attack
PATIENCE = 200  # milliseconds that a page waits for the database

ADDRESS = re.compile(r"@|\barobase\b|\(at\)|\[at\]|://|\bwww\.", re.IGNORECASE)
LONG_NUMBER = re.compile(r"\d(?:[\s.,/+()_-]*\d){5,}")  # telephone, SIREN, social security; not a postal code
LETTER = re.compile(r"[a-z]")
ROBOT = re.compile(r"bot|crawl|spider|slurp|https?:|curl|wget|python|headless", re.IGNORECASE)


def countable(text) -> str | None:
    """The folded words of a search; None for what may name or reach a person, and for what is no search."""
    typed = fold(normalise(text))
    words = words_of(typed)
    folded = " ".join(words)
    too_long = len(text.strip()) > LONGEST_WORDS or len(folded) > LONGEST_WORDS or len(words) > MOST_WORDS
    if too_long or ADDRESS.search(typed) or LONG_NUMBER.search(typed) or not LETTER.search(folded):
        return None
    return folded


def record(request, page):
    """Counts an empty answer to words alone, given to a person. Never fails, nor waits long.

    Filters may be why nothing is found, and a page that does not exist too: such searches are not counted.
    """
    filterset = page.filterset
    alone = not (filterset.filters_of_engine or filterset.dropped)
    if page.total or page.degraded or not alone or filterset.page_number > 1 or not _by_a_person(request):
        return
    if words := countable(page.query):
        try:
            with _short_patience(), transaction.atomic():
                _count(words)
        except DatabaseError as error:
            logger.warning("A search without result was not counted: %s", error)


def _count(words):
    misses = SearchMiss.objects
    if misses.count_once_more(words):
        return
    if limits.take("search-miss", "new", limit=NEW_A_DAY, window=limits.DAY):
        misses.bulk_create([SearchMiss(words=words, last_month=this_month())], ignore_conflicts=True)
        misses.count_once_more(words)


def _by_a_person(request):
    agent = request.headers.get("User-Agent", "")
    fetched_ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return request.method == "GET" and agent and not ROBOT.search(agent) and not fetched_ahead


@contextmanager
def _short_patience():
    """Within, a lock held by others is waited for PATIENCE at most; afterwards as before."""
    with connection.cursor() as cursor:
        read, write = {
            "sqlite": ("PRAGMA busy_timeout", "PRAGMA busy_timeout = {}"),
            "postgresql": ("SHOW lock_timeout", "SET lock_timeout = '{}'"),
        }[connection.vendor]
        cursor.execute(read)
        (before,) = cursor.fetchone()
        cursor.execute(write.format(PATIENCE))
        try:
            yield
        finally:
            cursor.execute(write.format(before))
