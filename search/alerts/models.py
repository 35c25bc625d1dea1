"""Searches that somebody wants to hear about, and what each has told already."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

SENDING_HOUR = 6  # local time: the mail is there when the day begins
MONDAY = 0
CONFIRM_DAYS = 7  # an address that nobody confirmed is forgotten then


class Frequency(models.TextChoices):
    DAILY = "daily", "Chaque jour"
    WEEKLY = "weekly", "Chaque semaine, le lundi"


def next_date(frequency, now):
    """The next morning on which an alert of this frequency leaves, always after `now`."""
    local = timezone.localtime(now)
    days = 1 if frequency == Frequency.DAILY else 7 - (local.weekday() - MONDAY) % 7
    day = local.date() + datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(SENDING_HOUR)))


class SavedSearchQuerySet(models.QuerySet):
    def confirmed(self):
        return self.exclude(confirmed_at=None)

    def due(self):
        """Confirmed searches whose mail should leave now, the longest waiting first."""
        return self.confirmed().filter(next_due__lte=timezone.now()).order_by("next_due", "pk")

    def for_address(self, email):
        """Those whose mails go there, of an account or not."""
        return self.filter(Q(user=None, email=email.lower()) | Q(user__email=email.lower()))

    def for_person(self, user):
        """Those of the account, and those of its address that were asked for without it."""
        return self.filter(Q(user=user) | Q(user=None, email=user.email))

    def forgotten(self):
        """Those whose address was never confirmed, in time."""
        limit = timezone.now() - datetime.timedelta(days=CONFIRM_DAYS)
        return self.filter(confirmed_at=None, created_at__lt=limit)


class SavedSearch(models.Model):
    """One search that an address follows. Deleting the row forgets all that was kept.

    The address is that of the account, else `email`. `query` is canonical (what
    narrows, alone) and never changes; `label` says it in French.
    """

    query = models.TextField()
    label = models.TextField()
    email = models.EmailField("adresse électronique", blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    frequency = models.CharField("fréquence", max_length=6, choices=Frequency.choices)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    next_due = models.DateTimeField(db_index=True)
    is_lost = models.BooleanField(default=False)  # all values of one of its facets were removed from the site

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = "alerte"
        verbose_name_plural = "alertes"
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint("email", "query", condition=Q(user=None), name="alert_once_by_address"),
            models.UniqueConstraint(
                "user", "query", condition=Q(user__isnull=False), name="alert_once_by_account"
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def address(self):
        """Where its mails go."""
        return self.user.email if self.user_id else self.email


class AlertedSheet(models.Model):
    """A sheet that a saved search has told: it never tells it again."""

    saved_search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="alerted")
    sheet = models.ForeignKey("practices.PracticePage", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "fiche signalée"
        verbose_name_plural = "fiches signalées"
        constraints = [models.UniqueConstraint("saved_search", "sheet", name="sheet_once_by_alert")]

    def __str__(self):
        return f"{self.saved_search_id} {self.sheet_id}"
