"""What moderators have checked of a sheet, criterion by criterion, in each of its reviews."""

from django.conf import settings
from django.db import models


class CheckQuerySet(models.QuerySet):
    def of_review(self, review):
        """Those of one review, with who made each; one query."""
        return self.filter(review=review).select_related("by")


class Check(models.Model):
    """One criterion that a moderator found met in one review: a sheet sent again is checked again."""

    review = models.ForeignKey("practices.ReviewTaskState", models.CASCADE, related_name="checks")
    criterion = models.ForeignKey("practices.Criterion", models.PROTECT, related_name="checks")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="par"
    )
    at = models.DateTimeField("le", auto_now_add=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = "critère vérifié"
        verbose_name_plural = "critères vérifiés"
        constraints = [models.UniqueConstraint(fields=["review", "criterion"], name="one_check_a_criterion")]

    def __str__(self):
        return f"{self.criterion_id}, {self.review_id}"
