"""A second opinion on a sheet in review: what one association thinks, and what it asked another."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import TaskState

from practices.assignments.models import Association
from practices.models import ReviewTaskState


class Advice(models.TextChoices):
    PUBLISH = "publier", "Publier"
    CHANGES = "a-modifier", "Demander des modifications"
    REFUSE = "refuser", "Refuser"


class OpinionQuerySet(models.QuerySet):
    def waiting(self):
        """Those asked and not given, of sheets that still wait for a decision; the most urgent first."""
        open_ = self.filter(given_at=None, review__status=TaskState.STATUS_IN_PROGRESS)
        return open_.order_by("due_on", "pk")

    def asked_of(self, user):
        """Those asked of an association that this person moderates for."""
        return self.filter(association__in=Association.objects.of(user))

    def for_practice(self, practice):
        """Those on every version of one sheet, the last first."""
        of_sheet = self.filter(review__workflow_state__object_id=str(practice.pk)).order_by("-pk")
        return of_sheet.select_related("association", "asked_by", "given_by", "review")


class Opinion(models.Model):
    """Both opinions: of who asks, then of the other association. The town reads neither."""

    review = models.OneToOneField(
        ReviewTaskState, models.CASCADE, related_name="opinion", verbose_name="relecture"
    )
    association = models.ForeignKey(Association, models.PROTECT, related_name="+", verbose_name="demandé à")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="demandé par"
    )
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    due_on = models.DateField("attendu le")
    first_advice = models.CharField("premier avis", max_length=12, choices=Advice.choices)
    first_text = models.TextField("premier avis, en clair", max_length=4000)
    second_advice = models.CharField("second avis", max_length=12, choices=Advice.choices, blank=True)
    second_text = models.TextField("second avis, en clair", max_length=4000, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="donné par"
    )
    given_at = models.DateTimeField("donné le", null=True)

    objects = OpinionQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"

    def __str__(self):
        return f"{self.review_id}, {self.association}"

    @property
    def is_late(self):
        return self.given_at is None and self.due_on < timezone.localdate()
