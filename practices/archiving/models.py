"""Why a sheet was archived, by whom, and until when."""

from django.conf import settings
from django.db import models

LONGEST = 500  # characters; readers see it


class ArchivingQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody has ended."""
        return self.filter(ended_at=None)


class Archiving(models.Model):
    """One time that a sheet was archived; the date is `practice.archived_at`, while it lasts."""

    practice = models.ForeignKey(
        "practices.PracticePage", models.CASCADE, related_name="archivings", verbose_name="fiche"
    )
    reason = models.CharField("pourquoi", max_length=LONGEST)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="par"
    )
    at = models.DateTimeField("le", auto_now_add=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="rouverte par"
    )
    ended_at = models.DateTimeField("rouverte le", null=True)

    objects = ArchivingQuerySet.as_manager()

    class Meta:
        verbose_name = "archivage"
        verbose_name_plural = "archivages"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice"], condition=models.Q(ended_at=None), name="archived_once_at_a_time"
            )
        ]

    def __str__(self):
        return f"{self.practice.draft_title}, {self.at:%d/%m/%Y}"
