"""Whether the index says what the database says: sheet by sheet, by key and by content."""

from enum import StrEnum

from . import indexing
from .documents import PracticeDocument
from .models import IndexEntry
from .schema import Schema


class Fault(StrEnum):
    MISSING = "missing"  # published, and not in the index
    LATE = "late"  # in the index, with another content
    EXTRA = "too much"  # in the index, and not published


BATCH = 500  # keys looked up at a time; SQLite takes about a thousand


def compared():
    """Yields (key, fault) for each sheet that differs, by key: two sorted walks merged, in constant memory.

    What changes during the walk may seem to differ. Raises SearchUnavailable.
    """
    digest = Schema(PracticeDocument).digest
    published = ((document.pk, digest(document)) for document in indexing.documents())
    indexed = indexing.engine().digests()
    ours, theirs = next(published, None), next(indexed, None)
    while ours or theirs:
        if theirs is None or (ours and ours[0] < theirs[0]):
            yield ours[0], Fault.MISSING
            ours = next(published, None)
        elif ours is None or theirs[0] < ours[0]:
            yield theirs[0], Fault.EXTRA
            theirs = next(indexed, None)
        else:
            if ours[1] != theirs[1]:
                yield ours[0], Fault.LATE
            ours, theirs = next(published, None), next(indexed, None)


def faults():
    """The fault of each sheet by key, of those that differ twice and wait in no queue: nobody will mend them.

    Takes one walk where all is well, two otherwise; holds as many keys as differ.
    """
    first = dict(compared())
    if not first:
        return {}
    lasting = {key: fault for key, fault in compared() if first.get(key) == fault}
    return {key: lasting[key] for key in sorted(lasting.keys() - queued(lasting))}


def queued(keys):
    """Those of the keys that are in the queue already."""
    keys = sorted(keys)
    batches = (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
    return {
        key
        for batch in batches
        for key in IndexEntry.objects.filter(key__in=batch).values_list("key", flat=True)
    }


def repair():
    """Queues what differs and brings it up to date, removals included; returns the faults found and left.

    Some are left only where the engine holds versions of a later database: a rebuild mends that.
    Safe to repeat and beside any other process. Raises SearchUnavailable, after which all of it is queued.
    """
    found = faults()
    IndexEntry.objects.queue(found)
    indexing.drain()
    return found, faults() if found else {}
