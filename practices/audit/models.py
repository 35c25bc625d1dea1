"""The audit: who did what, when, to what, on which version. It holds keys and names of acts, no text.

Wagtail's log holds titles, comments and reasons, and Wagtail's migrations own its tables: it stays the
history of a page, and each of its lines comes here without its words. The database refuses to change a line,
and to delete one that is not old enough (see `guards`).
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

SHEET = "practices.practicepage"
KEPT = timedelta(days=365)


class EntryQuerySet(models.QuerySet):
    def of_sheets(self):
        """What was done to sheets, those that are gone too."""
        return self.exclude(practice=None)

    def for_sheet(self, key):
        """Also where another sheet was merged into it."""
        return self.filter(Q(practice=key) | Q(model=SHEET, object_key=str(key)))

    def for_person(self, key):
        """What this person did, and what was done about them."""
        return self.filter(Q(user=key) | Q(person=key))

    def forget(self):
        """Delete what is older than the time of keeping."""
        self.filter(at__lt=timezone.now() - KEPT).delete()


class Entry(models.Model):
    """One act. What it points at may be gone: the key stays."""

    at = models.DateTimeField("quand", default=timezone.now, db_index=True)
    action = models.CharField("acte", max_length=100, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,  # the portal itself, or a person without account
        db_constraint=False,
        related_name="+",
        verbose_name="qui",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name="personne concernée",
    )
    practice = models.ForeignKey(
        "practices.PracticePage",
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name="fiche",
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name="version",
    )
    model = models.CharField("type d’objet", max_length=100)  # app.model
    object_key = models.CharField("clé de l’objet", max_length=64)

    objects = EntryQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "acte"
        verbose_name_plural = "journal des actes"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.action} {self.model} {self.object_key}"
