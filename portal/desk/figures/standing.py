"""Where all sheets stand: two queries for any number, put together here.

Wagtail's workflow names a page by a text without an index, so that a join costs a sheet times a review.
"""

from collections import Counter

from django.db.models import Max
from wagtail.models import TaskState, WorkflowState, get_default_page_content_type

from practices.models import PracticePage, ReviewTaskState
from practices.status import Facts, ReviewStatus

from .tables import Figure, counts_chart


def standing() -> Figure:
    counts = count_by_status()
    rows = tuple((label, counts[status]) for status, label in ReviewStatus.choices)
    return Figure(
        "fiches-par-etape",
        "Où en sont les fiches",
        "Toutes les fiches du portail, aujourd’hui.",
        ("Étape", "Fiches"),
        rows,
        (counts_chart("Où en sont les fiches", rows),),
    )


def count_by_status() -> Counter:
    """How many sheets have each status."""
    last = {practice: state for practice, *state in _last_reviews()}
    sheets = PracticePage.objects.values_list(
        "pk", "archived_at", "live", "first_published_at", "last_published_at", "has_unpublished_changes"
    )
    counts = Counter()
    for key, archived_at, is_live, first_published_at, published_at, has_changes in sheets:
        status, verdict, finished_at = last.get(str(key), ("", "", None))
        is_older = published_at and finished_at and published_at > finished_at
        facts = Facts(
            is_archived=archived_at is not None,
            is_in_review=status == TaskState.STATUS_IN_PROGRESS,
            is_live=is_live,
            was_live=first_published_at is not None,
            has_changes=has_changes,
            verdict="" if is_older else verdict,
        )
        counts[facts.status] += 1
    return counts


def _last_reviews():
    of_pages = WorkflowState.objects.filter(base_content_type=get_default_page_content_type())
    last = of_pages.values("object_id").annotate(last=Max("task_states")).values("last")
    return ReviewTaskState.objects.filter(pk__in=last).values_list(
        "workflow_state__object_id", "status", "verdict", "finished_at"
    )
