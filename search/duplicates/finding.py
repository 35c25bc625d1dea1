"""The likely doubles of a sheet: the engine proposes published ones, the desk adds those in review."""

from django.db.models import F, Q

from practices.assignments.models import Assignment
from practices.models import PracticePage

from ..analysis import normalise, words
from ..documents import PracticeDocument
from ..engines.base import SearchQuery, get_engine
from ..understanding import understand
from .comparing import Comparable, compare
from .models import Look

PROPOSED = 20  # by the engine
KEPT = 3
AT_ONCE = 20  # sheets looked at in one go of the worker
COMPARED = ("draft_title", "summary", "lead", "lead__epci")


def find(draft) -> list:
    """The sheets that look like this version, as (sheet, score of 100, reason), the likeliest first.

    Asks the engine once and the database twice. Raises SearchUnavailable.
    """
    ours = Comparable.of(draft.title, draft.summary, draft.lead_id, draft.lead and draft.lead.epci_id)
    found = {}
    for key, *theirs in _candidates(draft).values_list("pk", *COMPARED):
        likeliness = compare(ours, Comparable.of(*theirs))
        if likeliness.is_likely:
            found[key] = (round(100 * likeliness.score), likeliness.reason)
    best = sorted(found, key=lambda key: (-found[key][0], key))[:KEPT]
    sheets = PracticePage.objects.select_related("lead").in_bulk(best)
    return [(sheets[key], *found[key]) for key in best if key in sheets]


def look_at(practice) -> Look:
    """Find the likely doubles of the last version of a sheet and keep them. Raises SearchUnavailable."""
    found = find(practice.get_latest_revision_as_object())
    return Look.keep(practice, practice.latest_revision_id, found)


def look_at_waiting(limit=AT_ONCE) -> int:
    """Look at the sheets in review whose version was not looked at yet; returns at how many.

    Raises SearchUnavailable.
    """
    seen = Q(practice__look__version=F("practice__latest_revision"))
    waiting = Assignment.objects.in_review().exclude(seen).select_related("practice").order_by("review")
    places = list(waiting[:limit])
    for place in places:
        look_at(place.practice)
    return len(places)


def _candidates(draft):
    proposed = Q(pk__in=_proposed_by_engine(draft))
    in_review = Q(pk__in=Assignment.objects.open().values("practice"))
    return PracticePage.objects.filter(proposed | in_review).exclude(pk=draft.pk)


def _proposed_by_engine(draft):
    """The published sheets that hold any of its words, the most relevant first."""
    text = understand(" ".join(words(normalise(f"{draft.title} {draft.summary}"))))
    if text is None:
        return ()
    query = SearchQuery(text=text.loosened(), limit=PROPOSED, passages=False)
    return get_engine(PracticeDocument).answer(query).keys
