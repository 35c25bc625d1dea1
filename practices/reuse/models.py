"""A collectivity takes up the practice of another, and says what it changed."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

LONGEST = 600  # characters
FIRST_YEAR, LAST_YEAR = 1990, 2100


class ReuseQuerySet(models.QuerySet):
    def for_practice(self, practice):
        return self.filter(practice=practice.pk)

    def of_published(self):
        """Of sheets that are still published, with them."""
        return self.filter(practice__live=True).select_related("practice__lead").order_by("pk")

    def shown(self):
        """In the order of a page: the oldest first, those without a year last."""
        return self.select_related("territory", "result").order_by(
            models.F("year").asc(nulls_last=True), "pk"
        )


class Reuse(models.Model):
    """One collectivity takes up one sheet. `result` is its own sheet about what came of it."""

    practice = models.ForeignKey(
        "practices.PracticePage", models.CASCADE, related_name="reuses", verbose_name="fiche reprise"
    )
    territory = models.ForeignKey(
        "territories.Territory", models.PROTECT, related_name="reuses", verbose_name="reprise par"
    )
    changes = models.TextField(
        "ce que nous avons changé",
        max_length=LONGEST,
        blank=True,
        help_text="Une ou deux phrases. Par exemple\u00a0: à deux communes, avec un agent prêté.",
    )
    year = models.PositiveSmallIntegerField(
        "depuis quelle année",
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
        help_text="Par exemple\u00a0: 2025.",
    )
    result = models.ForeignKey(
        "practices.PracticePage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="inspirations",
        verbose_name="notre fiche à ce sujet",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="dite par"
    )
    created_at = models.DateTimeField("dite le", auto_now_add=True)

    objects = ReuseQuerySet.as_manager()

    class Meta:
        verbose_name = "reprise"
        verbose_name_plural = "reprises"
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["practice", "territory"], name="reuse_once")]

    def __str__(self):
        return f"{self.practice.title} – {self.territory}"

    @property
    def told(self):
        """The published sheet that tells it, or None."""
        return self.result if self.result_id and self.result.live else None
