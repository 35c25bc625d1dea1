"""The mark that moderators give to the sheets that best serve others, and what it asks."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from wagtail.admin.panels import FieldPanel


class QualityCriterionQuerySet(models.QuerySet):
    def with_use_count(self):
        """How many sheets bear the mark: it is given when all the criteria are met, so each has the same."""
        marks = QualityMark.objects.order_by().values(one=models.Value(1)).annotate(all=models.Count("pk"))
        return self.annotate(use_count=Coalesce(models.Subquery(marks.values("all")), 0))


class QualityCriterion(models.Model):
    """What a sheet must have to bear the mark; readers see it."""

    name = models.CharField("critère", max_length=120)
    text = models.TextField("explication", blank=True)
    order = models.PositiveSmallIntegerField("ordre", default=100)

    objects = QualityCriterionQuerySet.as_manager()

    panels = [FieldPanel("name"), FieldPanel("text"), FieldPanel("order")]

    class Meta:
        verbose_name = "critère de la marque de qualité"
        verbose_name_plural = "critères de la marque de qualité"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class QualityMark(models.Model):
    """One sheet bears the mark as long as this row is there."""

    practice = models.OneToOneField(
        "practices.PracticePage", models.CASCADE, related_name="quality_mark", verbose_name="fiche"
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="donnée par"
    )
    given_at = models.DateTimeField("donnée le", auto_now_add=True)

    class Meta:
        verbose_name = "marque de qualité"
        verbose_name_plural = "marques de qualité"

    def __str__(self):
        return self.practice.title
