"""Which sheets: the verbs of `PracticePage.objects`."""

from django.db import models
from wagtail.models import PageQuerySet

from practices.territories.models import Membership

from ..interviews.rules import interviews_of
from ..mutualisation.models import Bearing
from ..vitality.models import Question
from .parts import Attachment
from .review import ReviewTask


def _borne_by(territories):
    confirmed = Bearing.objects.standing().for_territories(territories)
    return models.Q(lead__in=territories) | models.Q(pk__in=confirmed.values("practice"))


def _attachments():
    """Each with its file, in one query."""
    return models.Prefetch("attachments", Attachment.objects.select_related("file"))


class PracticeQuerySet(PageQuerySet):
    def published(self):
        """Sheets that anyone may read, archived ones included."""
        return self.live()

    def findable(self):
        """Sheets that a search shows unless asked otherwise."""
        return self.published().filter(archived_at=None)

    def visible_to(self, user):
        """What this person may read: the published, drafts of their collectivities, all for a moderator.

        A collectivity that a sheet names, and that has not confirmed, reads nothing more than others.
        """
        if ReviewTask.is_moderator(user):
            return self
        published = models.Q(pk__in=self.model.objects.published().values("pk"))
        if not user.is_active:
            return self.filter(published)
        mine = Membership.objects.confirmed().for_user(user).values("territory")
        return self.filter(published | _borne_by(mine))

    def examples(self):
        return self.filter(is_example=True)

    def holding(self, file):
        """Sheets that show this file, as stored: for a published one, in its published version."""
        return self.filter(models.Q(attachments__file=file) | models.Q(image=file)).distinct()

    def for_territory(self, territory):
        return self.filter(lead=territory)

    def for_territories(self, territories):
        """Sheets that one of these collectivities leads, or has confirmed that it carries with others."""
        return self.filter(_borne_by(territories))

    def for_theme(self, theme):
        return self.filter(models.Q(themes=theme) | models.Q(themes__parent=theme)).distinct()

    def led_by_member(self, user):
        """Sheets whose lead collectivity this person is a confirmed member of."""
        return self.filter(lead__in=Membership.objects.confirmed().for_user(user).values("territory"))

    def writable_by(self, user):
        """Sheets that this person tells: those of their collectivities, those of their interviews."""
        led = self.model.objects.led_by_member(user)
        interviewed = interviews_of(user).values("practice")
        return self.filter(models.Q(pk__in=led.values("pk")) | models.Q(pk__in=interviewed))

    def newest(self):
        """The last published first."""
        return self.order_by("-last_published_at", "pk")

    def answering_first(self):
        """The newest first, but after all others those that nobody answered for (see `vitality`)."""
        silent = models.Exists(Question.objects.silent().filter(practice=models.OuterRef("pk")))
        return self.alias(is_silent=silent).order_by("is_silent", "-last_published_at", "pk")

    def most_reused(self):
        """Those that most collectivities take up first, then the newest."""
        counted = self.alias(reuse_count=models.Count("reuses", distinct=True))
        return counted.order_by("-reuse_count", "-last_published_at", "pk")

    def with_card(self):
        """All that a line of a list shows, in a constant number of queries, without the long texts."""
        sheets = self.select_related("lead", "quality_mark").defer(*self.model.RICH_FIELDS, "plain_text")
        return sheets.prefetch_related("themes", "indicators", _attachments(), "reuses")

    def with_document(self):
        """All that the search document is made of, in a constant number of queries."""
        return self.select_related("lead__epci").prefetch_related(
            "themes__parent",
            "programmes",
            "co_bearers",
            "bearings",
            "software",
            "steps",
            "indicators",
            _attachments(),
            "reuses",
            "questions",
        )
