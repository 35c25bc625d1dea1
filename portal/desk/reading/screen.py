"""All that a moderator reads of a submission before deciding, gathered in a constant number of queries."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from practices import rules
from practices.checklist.forms import ChecklistForm
from practices.checklist.models import Check
from practices.conversations.forms import ModeratorMessageForm
from practices.conversations.thread import thread_of
from practices.history import Difference, differences_between
from practices.models import Criterion, PracticePage, ReviewTaskState
from practices.models.practice import UNTITLED
from practices.opinions.models import Opinion
from practices.remarks import label_of, remarks_of, resolved_remarks_of
from practices.status import Standing, standings
from search.duplicates.models import Likeness

MOST_OTHERS = 30  # sheets of the same collectivity, the last touched first


@dataclass(frozen=True)
class Change:
    """What changed since an earlier state of the sheet; `anchor` names it in the page."""

    anchor: str
    title: str
    differences: list[Difference]


@dataclass(frozen=True)
class Criteria:
    """The criteria, each with the check that somebody made of it, or None; the form is for who may decide."""

    rows: list
    form: ChecklistForm

    @property
    def met(self):
        return sum(check is not None for _, check in self.rows)

    @property
    def unmet(self):
        return len(self.rows) - self.met


@dataclass(frozen=True)
class Other:
    """Another sheet of the same collectivity."""

    practice: PracticePage
    standing: Standing
    is_led: bool  # by the collectivity; else it bears it with the lead

    @property
    def title(self):
        return self.practice.draft_title or UNTITLED


@dataclass(frozen=True)
class Others:
    """The first rows of all the other sheets, and how many there are."""

    rows: list[Other]
    count: int

    @property
    def beyond(self):
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Double:
    """A sheet that may tell the same; `merge_url` is given when the two can be merged now."""

    likeness: Likeness
    is_published: bool
    merge_url: str = ""


def screen_of(line, practice, user) -> dict:
    """What the page shows to this moderator; who has a stake gets no notes, opinions or criteria."""
    draft = practice.get_latest_revision_as_object()
    shown = {
        "line": line,
        "practice": practice,
        "changes": changes_of(practice, draft, line.place),
        "remarks": _with_labels(remarks_of(practice).all),
        "resolved": _with_labels(resolved_remarks_of(practice)),
        "others": others_of(draft),
        "doubles": doubles_of(line, practice, user),
    }
    if not line.has_stake:
        shown["criteria"] = criteria_of(line.place.review_id)
        shown["opinion"] = Opinion.objects.for_practice(practice).filter(review=line.place.review_id).first()
        shown["entries"] = thread_of(practice, for_moderators=True)
        shown["message"] = ModeratorMessageForm()
    return shown


def _with_labels(remarks):
    return [(label_of(one.field) or "La fiche", one) for one in remarks]


def changes_of(practice, draft, place) -> list[Change]:
    """Since the version that was sent back to the town, then since the published one: those there are."""
    changes = []
    judged = _judged_before(place)
    if judged:
        title = "Ce que la collectivité a corrigé depuis votre demande"
        changes.append(Change("corrections", title, differences_between(judged.as_object(), draft)))
    if practice.live:
        title = "Ce qui change par rapport à la fiche publiée"
        changes.append(Change("changements", title, differences_between(practice, draft)))
    return changes


def criteria_of(review) -> Criteria:
    """The criteria and what was checked of them in one review (its key)."""
    checks = {check.criterion_id: check for check in Check.objects.of_review(review)}
    rows = [(criterion, checks.get(criterion.pk)) for criterion in Criterion.objects.all()]
    return Criteria(rows, ChecklistForm(initial={"met": checks, "shown": checks, "review": review}))


def doubles_of(line, practice, user) -> list[Double]:
    """The likely doubles, with what may be done of those that are published: two merge once neither waits."""
    likenesses = line.likenesses
    mergeable = set()
    if practice.is_findable and not line.is_in_review:
        published = [likeness.other for likeness in likenesses if likeness.other.is_findable]
        mergeable = _mergeable(practice, published, user)
    address = reverse("practices_merge", args=[practice.pk])
    doubles = []
    for likeness in likenesses:
        other = likeness.other
        url = f"{address}?{urlencode({'other': other.slug})}" if other.pk in mergeable else ""
        doubles.append(Double(likeness, other.is_findable, url))
    return doubles


def _mergeable(practice, others, user):
    """The keys of those that this moderator may merge with the sheet now."""
    own = rules.stakes(user, [practice, *others]) if others else set()
    if practice.pk in own:
        return set()
    by_key = standings(others)
    return {other.pk for other in others if other.pk not in own and not by_key[other.pk].is_in_review}


def others_of(draft) -> Others:
    """The other sheets that the collectivity leads or bears with others, with where each stands."""
    lead = [draft.lead_id] if draft.lead_id else []
    sheets = PracticePage.objects.for_territories(lead).exclude(pk=draft.pk)
    named = sheets.select_related("assignment", "lead").defer(*PracticePage.RICH_FIELDS, "plain_text")
    shown = list(named.order_by("-latest_revision_created_at", "-pk")[:MOST_OTHERS])
    by_key = standings(shown)
    rows = [Other(sheet, by_key[sheet.pk], sheet.lead_id == draft.lead_id) for sheet in shown]
    return Others(rows, sheets.count() if len(rows) == MOST_OTHERS else len(rows))


def _judged_before(place):
    """The version that the last review of the same round judged; None for a first sending."""
    earlier = ReviewTaskState.objects.filter(
        workflow_state=place.review.workflow_state_id, pk__lt=place.review_id
    )
    state = earlier.select_related("revision").order_by("-pk").first()
    return state.revision if state else None
