"""From the database to the index: the queue, its drain, the rebuild."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from practices.models import PracticePage

from .documents import PracticeDocument
from .engines.base import SearchUnavailable, get_engine
from .models import IndexBatch, IndexEntry, Word
from .spelling import vocabulary

logger = logging.getLogger(__name__)

BATCH = 200  # sheets written at a time
AT_ONCE = 50  # sheets that a web process indexes itself, right after its commit
WEB_PATIENCE = 1.0  # seconds that it waits at most for the engine: the rest is the worker's
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=1), timedelta(minutes=5)


def engine():
    return get_engine(PracticeDocument)


def documents(practices=None, *, chunk=BATCH):
    """The documents of all findable sheets (or of these), read in chunks: constant memory."""
    sheets = PracticePage.objects.all() if practices is None else practices
    for page in sheets.findable().with_document().order_by("pk").iterator(chunk_size=chunk):
        yield PracticeDocument.from_page(page)


def wake():
    """After the commit of a change: indexes a few sheets at once, for a second at most.

    The worker does what is left.
    """
    transaction.on_commit(_drain_few, robust=True)


def _drain_few():
    try:
        _drain_batch(AT_ONCE, patience=WEB_PATIENCE)
    except SearchUnavailable:
        pass  # said in the row's error; the worker tries again


def drain():
    """Writes what is queued and due to the engine, in order; returns how many sheets were brought up to date.

    A row goes only once the engine has acknowledged it. When the engine fails, the rows stay with the error
    and the time of the next try, and SearchUnavailable is raised.
    """
    done = 0
    while written := _drain_batch(BATCH):
        done += written
    return done


def _drain_batch(size, *, patience=None):
    """Reads and writes a batch under one hold: no other process writes an older reading later."""
    entries = []
    try:
        with engine().exclusive(patience=patience):
            entries = list(IndexEntry.objects.due()[:size])
            keys = sorted({entry.key for entry in entries})
            if keys:
                _write(keys, IndexBatch.next_version(), patience)
                IndexEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
            return len(keys)
    except SearchUnavailable as error:
        _postpone(entries, error)
        raise


def _write(keys, version, patience):
    found = list(documents(PracticePage.objects.filter(pk__in=keys)))
    removed = set(keys) - {document.pk for document in found}
    engine().write(found, sorted(removed), dict.fromkeys(keys, version), patience=patience)
    vocabulary.learn(found)


def _postpone(entries, error):
    """Back off from one second to five minutes, doubling; the row keeps the reason."""
    for entry in entries:
        delay = min(FIRST_DELAY * 2 ** min(entry.tries, 12), LONGEST_DELAY)
        IndexEntry.objects.filter(pk=entry.pk).update(
            tries=F("tries") + 1, next_try=timezone.now() + delay, error=str(error)[:300]
        )


def retry() -> int:
    """Tries all that is parked now, for a second at most; returns how many entries stay parked."""
    parked = IndexEntry.objects.parked()
    parked.update(next_try=timezone.now())
    _drain_few()
    return parked.count()


def rebuild():
    """Builds the whole index anew from the database; searches see the old one meanwhile. Returns the count.

    What changes during the build is queued as always, and written to the new index afterwards.
    """
    census = vocabulary.Census()
    count = engine().rebuild(census.watch(documents()))
    Word.objects.replace_all(census.rows())
    IndexBatch.next_version()  # what is kept of the old index is known to be old
    IndexEntry.objects.update(next_try=timezone.now())
    drain()
    return count
