"""The key of a page with a form, so that it makes one sheet, and knows again what it saved itself."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

KEPT = timedelta(days=90)  # a page left open longer may be told of a conflict with itself


class DraftKeyQuerySet(models.QuerySet):
    def forget(self):
        """Delete those of pages that saved nothing for the time of keeping."""
        self.filter(saved_at__lt=timezone.now() - KEPT).delete()


class DraftKey(models.Model):
    # None: whoever holds the link of an interview
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    key = models.UUIDField()
    practice = models.ForeignKey("practices.PracticePage", on_delete=models.CASCADE, related_name="+")
    seen = models.CharField(max_length=64, default="")  # see `drafts.version_of`
    saved_at = models.DateTimeField(auto_now=True)

    objects = DraftKeyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_draft_a_form")]

    def __str__(self):
        return str(self.key)
