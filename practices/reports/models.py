"""What readers report about published sheets: a row each, until long after it was handled."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

LONGEST = 1_000  # characters
EMAIL_KEPT = timedelta(days=365)  # of who was not answered
KEPT = timedelta(days=365)  # once handled


class Cause(models.TextChoices):
    WRONG = "erreur", "Une information est fausse"
    OUTDATED = "perimee", "Elle n’est plus à jour"
    DUPLICATE = "doublon", "Elle raconte la même chose qu’une autre fiche"
    UNFIT = "deplacee", "Elle n’a pas sa place ici"
    PERSONAL = "personnel", "Elle montre des données personnelles"


class Outcome(models.TextChoices):
    DONE = "fait", "Fait"
    ASIDE = "sans-suite", "Sans suite"


class ReportQuerySet(models.QuerySet):
    def waiting(self):
        """Handled by nobody yet: personal data first, then the oldest."""
        hurry = models.Case(models.When(cause=Cause.PERSONAL, then=0), default=1)
        return self.filter(outcome="").order_by(hurry, "sent_at", "pk")

    def forget(self):
        """Deletes what was handled a year ago, and erases the addresses left a year ago."""
        now = timezone.now()
        self.filter(handled_at__lt=now - KEPT).delete()
        self.filter(sent_at__lt=now - EMAIL_KEPT).exclude(email="").update(email="")


class Report(models.Model):
    """One reader's words about one sheet. The address goes with the answer, or after a year."""

    practice = models.ForeignKey(
        "practices.PracticePage", models.CASCADE, related_name="reports", verbose_name="fiche"
    )
    cause = models.CharField("problème", max_length=12, choices=Cause.choices)
    text = models.TextField("ce que dit le lecteur", max_length=LONGEST)
    email = models.EmailField("adresse pour répondre", blank=True)
    sent_at = models.DateTimeField("reçu le", default=timezone.now)
    outcome = models.CharField("suite", max_length=12, choices=Outcome.choices, blank=True)
    note = models.TextField("réponse", max_length=LONGEST, blank=True)
    handled_at = models.DateTimeField("traité le", null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="traité par",
    )

    objects = ReportQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "signalement"
        verbose_name_plural = "signalements"
        indexes = [models.Index(fields=["outcome", "sent_at"], name="report_waiting")]

    def __str__(self):
        return f"{self.get_cause_display()}, {self.sent_at:%d/%m/%Y}"
