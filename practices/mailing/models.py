"""What a person does not want to receive, and what was recalled to them."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

KEPT = timedelta(days=90)  # nothing that waits so long is recalled any more: see reminders.REMINDED_UNTIL


class Kind(models.TextChoices):
    """The mails that a person may turn off. A mail of no kind always leaves: it answers what they did."""

    MESSAGES = "messages", "Les messages échangés à propos de vos fiches"
    MEMBERSHIPS = "personnes", "Les personnes qui rejoignent une collectivité, ou la quittent"
    REUSES = "reprises", "Les collectivités qui reprennent une de vos pratiques"
    REMINDERS = "rappels", "Les rappels de ce qui vous attend, un par jour au plus"
    REVIEWS = "relectures", "Les fiches à relire"
    DIGEST = "bilan", "Le point du matin\u00a0: les fiches qui vous attendent, celles qui sont en retard"


class Refusal(models.Model):
    """One kind of mail that one person turned off; no row: it is sent."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField("courriels", max_length=12)  # a Kind; a new one changes no table

    class Meta:
        verbose_name = "courriel refusé"
        verbose_name_plural = "courriels refusés"
        constraints = [models.UniqueConstraint("user", "kind", name="mail_refused_once")]

    def __str__(self):
        return Kind(self.kind).label


class ToldQuerySet(models.QuerySet):
    def forget(self):
        """Delete what no reminder could say again."""
        self.filter(told_at__lt=timezone.now() - KEPT).delete()


class Told(models.Model):
    """A reminder that left for a person: it never leaves again, nor does another on that day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField("rappel", max_length=100)
    told_at = models.DateTimeField("dit le", default=timezone.now)

    objects = ToldQuerySet.as_manager()

    class Meta:
        verbose_name = "rappel envoyé"
        verbose_name_plural = "rappels envoyés"
        constraints = [models.UniqueConstraint("user", "key", name="told_once")]

    def __str__(self):
        return self.key
