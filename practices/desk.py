"""What a person sees of the sheets of their collectivities."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from practices.territories.models import Membership

from .conversations.models import Message
from .models import PracticePage
from .models.practice import UNTITLED
from .remarks import count_remarks
from .status import ReviewStatus, Standing, standings
from .vitality.models import Question

TOLD = timedelta(days=14)  # how long a publication is news
EDITING = {
    ReviewStatus.DRAFT: "Continuer",
    ReviewStatus.CHANGES: "Corriger",
    ReviewStatus.PUBLISHED_CHANGES: "Corriger",
    ReviewStatus.REFUSED: "Reprendre",
    ReviewStatus.PUBLISHED_REFUSED: "Reprendre",
    ReviewStatus.WITHDRAWN: "Continuer",
    ReviewStatus.PUBLISHED: "Modifier",
    ReviewStatus.PUBLISHED_DRAFT: "Continuer",
    ReviewStatus.UNPUBLISHED: "Modifier",
}
# How each status is shown: icon, tone of the tag.
LOOKS = {
    ReviewStatus.DRAFT: ("file", ""),
    ReviewStatus.IN_REVIEW: ("eye", "info"),
    ReviewStatus.CHANGES: ("pen", "warning"),
    ReviewStatus.REFUSED: ("close", "warning"),
    ReviewStatus.WITHDRAWN: ("file", ""),
    ReviewStatus.PUBLISHED: ("check", "success"),
    ReviewStatus.PUBLISHED_DRAFT: ("check", "success"),
    ReviewStatus.PUBLISHED_IN_REVIEW: ("check", "success"),
    ReviewStatus.PUBLISHED_CHANGES: ("pen", "warning"),
    ReviewStatus.PUBLISHED_REFUSED: ("check", "success"),
    ReviewStatus.UNPUBLISHED: ("close", "warning"),
    ReviewStatus.ARCHIVED: ("lock", ""),
}


@dataclass(frozen=True)
class Row:
    practice: PracticePage
    standing: Standing
    question: Message | None = None  # the last word is the moderators’, by a message
    remarks: int = 0  # on its fields, that wait
    is_stopped: bool = False  # by an answer that can be taken back
    needs_referent: bool = False  # the person may not send it

    @property
    def title(self):
        return self.practice.draft_title or UNTITLED

    @property
    def icon(self):
        return LOOKS[self.standing.status][0]

    @property
    def tone(self):
        return LOOKS[self.standing.status][1]

    @property
    def action(self):
        """The word of the link that leads on; None where nothing is to be done."""
        return EDITING.get(self.standing.status)

    @property
    def is_asked(self):
        """The moderators wait for the town: for a correction, or an answer."""
        return (
            bool(self.question or self.remarks) or self.standing.asks_for_changes or self.standing.is_refused
        )

    @property
    def is_news(self):
        """Published a short time ago, with nothing written since."""
        return self.standing.status == ReviewStatus.PUBLISHED and self.standing.since > timezone.now() - TOLD

    @property
    def is_ready(self):
        """A draft that lacks nothing: only sending is left."""
        drafts = (ReviewStatus.DRAFT, ReviewStatus.WITHDRAWN)
        return self.standing.status in drafts and self.practice.is_complete


@dataclass(frozen=True)
class Desk:
    rows: list

    @property
    def news(self):
        return [row for row in self.rows if row.is_news]

    @property
    def to_do(self):
        """What is asked of the town first: answers to the moderators, then drafts ready to go."""
        asked = [row for row in self.rows if row.is_asked]
        return asked + [row for row in self.rows if row.is_ready and not row.is_asked]


def desk_of(user, *, lead=None) -> Desk:
    """The sheets led by the collectivities of this person, or by one of them; the last touched first."""
    practices = PracticePage.objects.led_by_member(user).select_related("lead").prefetch_related("themes")
    if lead:
        practices = practices.filter(lead=lead)
    practices = list(practices.order_by("-latest_revision_created_at", "-pk"))
    by_key = standings(practices)
    questions = Message.objects.unanswered(practices)
    remarks = count_remarks(practices)
    stopped = set(
        Question.objects.stopping().filter(practice__in=practices).values_list("practice", flat=True)
    )
    answered_for = set(Membership.objects.referents().for_user(user).values_list("territory", flat=True))
    return Desk(
        [
            Row(
                practice,
                by_key[practice.pk],
                question=questions.get(practice.pk),
                remarks=remarks.get(practice.pk, 0),
                is_stopped=practice.pk in stopped,
                needs_referent=practice.lead.referents_submit and practice.lead_id not in answered_for,
            )
            for practice in practices
        ]
    )
