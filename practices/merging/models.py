"""Which sheet went into which."""

from django.conf import settings
from django.db import models


class Merge(models.Model):
    """One sheet, gone from the site, whose story the other tells from now on."""

    gone = models.OneToOneField(
        "practices.PracticePage", models.CASCADE, related_name="merged_into", verbose_name="fiche réunie"
    )
    kept = models.ForeignKey(
        "practices.PracticePage", models.CASCADE, related_name="merges", verbose_name="fiche gardée"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="par"
    )
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "réunion de fiches"
        verbose_name_plural = "réunions de fiches"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.gone.draft_title} → {self.kept.draft_title}"
