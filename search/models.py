"""What must be indexed: durable rows, written in the transaction of the change."""

from django.db import models
from django.utils import timezone

BATCH = 2_000


class IndexEntryQuerySet(models.QuerySet):
    def due(self):
        """Entries to try now, oldest first."""
        return self.filter(next_try__lte=timezone.now()).order_by("id")

    def queue(self, practices):
        """Queues sheets, given as a QuerySet or as primary keys; returns how many.

        To be called in the transaction of the change. Rows are only ever added, never changed by a change.
        """
        pks = (
            practices.order_by().values_list("pk", flat=True)
            if hasattr(practices, "values_list")
            else practices
        )
        rows = (IndexEntry(key=pk) for pk in (pks.iterator() if hasattr(pks, "iterator") else pks))
        return len(self.bulk_create(rows, batch_size=BATCH))


class IndexEntry(models.Model):
    """One sheet to index or to remove, whichever the database says when the row is drained."""

    kind = models.CharField(max_length=20, default="practice")
    key = models.BigIntegerField(db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now, db_index=True)
    error = models.CharField(max_length=300, blank=True)

    objects = IndexEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "fiche à indexer"
        verbose_name_plural = "fiches à indexer"

    def __str__(self):
        return f"{self.kind} {self.key}"


class IndexBatch(models.Model):
    """One batch written to the index; its key is the version of all that it writes.

    Drawn after the rows of the batch are listed and before their sheets are read: what changes later has a
    row of its own, in a later batch. The key of a row would not do: one with a low key may be committed late.
    """

    class Meta:
        verbose_name = "lot indexé"
        verbose_name_plural = "lots indexés"

    def __str__(self):
        return str(self.pk)

    @classmethod
    def next_version(cls):
        """A number above all those drawn before, by any process."""
        version = cls.objects.create().pk
        cls.objects.filter(pk__lt=version).delete()
        return version
