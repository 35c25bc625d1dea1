"""What a line of the desk says of a version: read once by the worker, so that no list opens every version."""

from django.db import models

from practices.choices import Evidence
from practices.models import PracticePage


class Glance(models.Model):
    """How complete the version in review of a sheet is, and its evidence."""

    practice = models.OneToOneField(PracticePage, models.CASCADE, related_name="glance")
    version = models.BigIntegerField()  # the key of the revision that was read
    filled = models.PositiveSmallIntegerField("réponses données")
    total = models.PositiveSmallIntegerField("réponses possibles")
    evidence = models.CharField("niveau de preuve", max_length=20, choices=Evidence.choices)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "aperçu de fiche"
        verbose_name_plural = "aperçus de fiches"

    def __str__(self):
        return f"{self.practice_id}, version {self.version}"

    @property
    def percent(self):
        """How much of the sheet is told, in whole percents, rounded down: 100 is really all."""
        return 100 * self.filled // self.total
