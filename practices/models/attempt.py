"""What is counted to slow robots and floods down."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

KEPT = timedelta(days=7)  # no ration counts longer


class AttemptQuerySet(models.QuerySet):
    def forget(self):
        """Delete what no ration counts any more."""
        self.filter(made_at__lt=timezone.now() - KEPT).delete()


class Attempt(models.Model):
    """One use of something that is rationed; `key` is a digest, no address is stored."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    objects = AttemptQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "key", "made_at"], name="attempt_window")]

    def __str__(self):
        return f"{self.kind} {self.made_at:%Y-%m-%d %H:%M}"
