"""Where a sheet stands, in one word and a date: derived from Wagtail's page and workflow, stored nowhere."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Max, TextChoices
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState, get_default_page_content_type

from .models.review import ReviewTaskState, Verdict


class ReviewStatus(TextChoices):
    DRAFT = "brouillon", "Brouillon"
    IN_REVIEW = "en-relecture", "En relecture"
    CHANGES = "a-modifier", "Modifications demandées"
    REFUSED = "refusee", "Refusée"
    WITHDRAWN = "retiree", "Retirée de la relecture"
    PUBLISHED = "publiee", "Publiée"
    PUBLISHED_DRAFT = "publiee-brouillon", "Publiée, nouvelle version en brouillon"
    PUBLISHED_IN_REVIEW = "publiee-en-relecture", "Publiée, nouvelle version en relecture"
    PUBLISHED_CHANGES = "publiee-a-modifier", "Publiée, modifications demandées sur la nouvelle version"
    PUBLISHED_REFUSED = "publiee-refusee", "Publiée, nouvelle version refusée"
    UNPUBLISHED = "depubliee", "Dépubliée"
    ARCHIVED = "archivee", "Archivée"


# The last verdict on a sheet → its status when it is not published, when it is and has a newer version.
AFTER_VERDICT = {
    Verdict.CHANGES: (ReviewStatus.CHANGES, ReviewStatus.PUBLISHED_CHANGES),
    Verdict.REFUSED: (ReviewStatus.REFUSED, ReviewStatus.PUBLISHED_REFUSED),
    Verdict.WITHDRAWN: (ReviewStatus.WITHDRAWN, ReviewStatus.PUBLISHED_DRAFT),
}
IN_REVIEW = {ReviewStatus.IN_REVIEW, ReviewStatus.PUBLISHED_IN_REVIEW}
ASKS_FOR_CHANGES = {ReviewStatus.CHANGES, ReviewStatus.PUBLISHED_CHANGES}
REFUSED = {ReviewStatus.REFUSED, ReviewStatus.PUBLISHED_REFUSED}


@dataclass(frozen=True)
class Standing:
    """The status of a sheet, since when, and what the moderators wrote."""

    status: ReviewStatus
    since: datetime | None
    reason: str = ""

    @property
    def is_in_review(self):
        return self.status in IN_REVIEW

    @property
    def due_on(self) -> date | None:
        """The day by which the moderators answer; None when nothing waits for them."""
        if not self.is_in_review:
            return None
        return due_on(self.since)

    @property
    def asks_for_changes(self):
        return self.status in ASKS_FOR_CHANGES

    @property
    def is_refused(self):
        return self.status in REFUSED

    @property
    def is_archived(self):
        return self.status == ReviewStatus.ARCHIVED


@dataclass(frozen=True)
class Facts:
    """What the status of a sheet follows from; `verdict` is the last, unless it was published since."""

    is_archived: bool
    is_in_review: bool
    is_live: bool
    was_live: bool
    has_changes: bool
    verdict: str

    @property
    def follows_a_verdict(self):
        return self.verdict in AFTER_VERDICT and (self.has_changes or not self.is_live)

    @property
    def status(self) -> ReviewStatus:
        if self.is_archived:
            return ReviewStatus.ARCHIVED
        if self.is_in_review:
            return ReviewStatus.PUBLISHED_IN_REVIEW if self.is_live else ReviewStatus.IN_REVIEW
        if self.follows_a_verdict:
            return AFTER_VERDICT[self.verdict][self.is_live]
        if not self.is_live:
            return ReviewStatus.UNPUBLISHED if self.was_live else ReviewStatus.DRAFT
        return ReviewStatus.PUBLISHED_DRAFT if self.has_changes else ReviewStatus.PUBLISHED


def due_on(started_at) -> date:
    """The day by which the moderators answer what reached them at that moment."""
    return working_days_after(timezone.localtime(started_at).date(), settings.REVIEW_WORKING_DAYS)


def overdue_before(today) -> datetime:
    """What reached the moderators before this moment is overdue on that day."""
    day = today
    while working_days_after(day, settings.REVIEW_WORKING_DAYS) >= today:
        day -= timedelta(days=1)
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def working_days_after(day, number) -> date:
    """That many days later, Monday to Friday; public holidays are not left out."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day


def working_days_between(first, last) -> int:
    """How many days, Monday to Friday, from the day after the first up to the last; 0 on the same day."""
    weeks, rest = divmod((last - first).days, 7)
    return 5 * weeks + sum((first.weekday() + day) % 7 < 5 for day in range(1, rest + 1))


def status_of(practice) -> Standing:
    """Where one sheet stands; several at once: `standings()`."""
    return standings([practice])[practice.pk]


def standings(practices) -> dict[int, Standing]:
    """Where each of these sheets stands, in one query, by primary key."""
    practices = list(practices)
    latest = _latest_task_states([practice.pk for practice in practices])
    return {practice.pk: _standing(practice, latest.get(str(practice.pk))) for practice in practices}


def latest_task_state(practice):
    """The last review of this sheet, ended or not; None when there was none."""
    return _latest_task_states([practice.pk]).get(str(practice.pk))


def _latest_task_states(pks):
    """The last review of each page, by its key as a text."""
    of_pages = WorkflowState.objects.filter(
        base_content_type=get_default_page_content_type(), object_id__in=[str(pk) for pk in pks]
    )
    last = of_pages.values("object_id").annotate(last=Max("task_states")).values("last")
    states = ReviewTaskState.objects.filter(pk__in=last).select_related("workflow_state", "finished_by")
    return {state.workflow_state.object_id: state for state in states}


def _standing(practice, state):
    facts = _facts(practice, state)
    if facts.is_archived:
        return Standing(facts.status, practice.archived_at)
    if facts.is_in_review:
        return Standing(facts.status, state.started_at)
    if facts.follows_a_verdict:
        return Standing(facts.status, state.finished_at, state.comment)
    is_published = facts.status == ReviewStatus.PUBLISHED
    since = practice.last_published_at if is_published else practice.latest_revision_created_at
    return Standing(facts.status, since)


def _facts(practice, state):
    return Facts(
        is_archived=practice.is_archived,
        is_in_review=bool(state and state.status == TaskState.STATUS_IN_PROGRESS),
        is_live=practice.live,
        was_live=practice.first_published_at is not None,
        has_changes=practice.has_unpublished_changes,
        verdict=state.verdict if state and not _is_older(state, practice) else "",
    )


def _is_older(state, practice):
    """Whether the sheet was published, by an import for instance, after this review ended."""
    published = practice.last_published_at
    return bool(published and state.finished_at and published > state.finished_at)
