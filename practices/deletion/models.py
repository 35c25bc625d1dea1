"""A collectivity asks that a sheet be taken off the site, and what the moderators answer."""

from django.conf import settings
from django.db import models

LONGEST = 2000  # characters


class Answer(models.TextChoices):
    ACCEPTED = "acceptee", "Acceptée"
    DECLINED = "refusee", "Refusée"


class DeletionRequestQuerySet(models.QuerySet):
    def waiting(self):
        """Those that nobody has answered, the oldest first."""
        return self.filter(answer="").order_by("asked_at", "pk")

    def for_practice(self, practice):
        return self.filter(practice=practice.pk)


class DeletionRequest(models.Model):
    practice = models.ForeignKey(
        "practices.PracticePage", models.CASCADE, related_name="deletion_requests", verbose_name="fiche"
    )
    reason = models.TextField("pourquoi", max_length=LONGEST)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="demandée par"
    )
    asked_at = models.DateTimeField("demandée le", auto_now_add=True)
    answer = models.CharField("réponse", max_length=10, choices=Answer.choices, blank=True)
    word = models.TextField("mot à la collectivité", max_length=LONGEST, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="réponse de"
    )
    answered_at = models.DateTimeField("réponse le", null=True)

    objects = DeletionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de suppression"
        verbose_name_plural = "demandes de suppression"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice"], condition=models.Q(answer=""), name="one_deletion_request_waits"
            )
        ]

    def __str__(self):
        return f"{self.practice.draft_title}, {self.asked_at:%d/%m/%Y}"
