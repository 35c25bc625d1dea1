"""The worker's part of the desk: everything in review has its line, told for its last version."""

from django.db.models import F, Q

from practices.assignments.models import Assignment
from practices.completeness import completeness_of

from .models import Glance

AT_ONCE = 50  # sheets read in one go of the worker


def glance_at_waiting(limit=AT_ONCE) -> int:
    """Read the sheets in review whose version was not read yet; returns how many."""
    seen = Q(practice__glance__version=F("practice__latest_revision"))
    waiting = Assignment.objects.in_review().exclude(seen).select_related("practice").order_by("review")
    places = list(waiting[:limit])
    for place in places:
        glance_at(place.practice)
    return len(places)


def glance_at(practice) -> Glance:
    """Keep what the desk says of the last version of a sheet."""
    draft = practice.get_latest_revision_as_object()
    completeness = completeness_of(draft)
    said = {
        "version": practice.latest_revision_id,
        "filled": completeness.filled,
        "total": completeness.total,
        "evidence": draft.evidence[0],
    }
    return Glance.objects.update_or_create(practice=practice, defaults=said)[0]
