"""For whom a sheet waits: the lists of the desk, that share out all that is in review."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from practices.assignments.models import AT_THE_TOWN, IN_REVIEW, Association
from practices.status import overdue_before

ALL, LATE = "toutes", "en-retard"


@dataclass(frozen=True)
class Moderator:
    """Who looks at the desk: a key, and those of their associations."""

    key: int
    associations: frozenset
    names: str  # of the associations

    @classmethod
    def of(cls, user):
        found = list(Association.objects.of(user))
        return cls(
            user.pk,
            frozenset(association.pk for association in found),
            " et ".join(association.name for association in found),
        )


@dataclass(frozen=True)
class Queue:
    """One list: its name in the address, its label, which sheets it holds."""

    name: str
    label: str
    where: Callable[[Moderator], Q]


def _mine(moderator):
    return IN_REVIEW & Q(taken_by=moderator.key)


def _ours(moderator):
    return IN_REVIEW & Q(taken_by=None, association__in=moderator.associations)


def _nobodys(moderator):
    return IN_REVIEW & Q(taken_by=None, association=None)


def _others(moderator):
    theirs = Q(taken_by=None, association__isnull=False) & ~Q(association__in=moderator.associations)
    return IN_REVIEW & (theirs | (Q(taken_by__isnull=False) & ~Q(taken_by=moderator.key)))


def _late(moderator):
    return IN_REVIEW & Q(review__started_at__lt=overdue_before(timezone.localdate()))


def _opinions(moderator):
    asked = Q(review__opinion__association__in=moderator.associations, review__opinion__given_at=None)
    return IN_REVIEW & asked


QUEUES = (
    Queue(ALL, "Toutes", lambda moderator: IN_REVIEW),
    Queue("a-moi", "À moi", _mine),
    Queue("a-mon-association", "À mon association", _ours),
    Queue("a-personne", "À personne", _nobodys),
    Queue("aux-autres", "Aux autres", _others),
    Queue(LATE, "En retard", _late),
    Queue("avis-demandes", "Avis demandés", _opinions),
    Queue("chez-les-collectivites", "Chez les collectivités", lambda moderator: AT_THE_TOWN),
)
BY_NAME = {queue.name: queue for queue in QUEUES}


def count(places, moderator) -> dict[str, int]:
    """How many of these places each queue holds, in one query."""
    counts = {
        f"queue_{rank}": Count("pk", filter=queue.where(moderator)) for rank, queue in enumerate(QUEUES)
    }
    found = places.order_by().aggregate(**counts)
    return {queue.name: found[f"queue_{rank}"] for rank, queue in enumerate(QUEUES)}
