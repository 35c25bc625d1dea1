"""What must be indexed: durable rows, written with the change; words of sheets, and words alike."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from .synonyms import lines as synonym_lines

BATCH = 2_000
PARKED_FROM = 4  # tries, that is fifteen seconds: what fails less is over before anybody looks


class IndexEntryQuerySet(models.QuerySet):
    def due(self):
        """Entries to try now, oldest first."""
        return self.filter(next_try__lte=timezone.now()).order_by("id")

    def parked(self):
        """Entries that failed several times: an outage that lasts, or a sheet that the engine refuses."""
        return self.filter(tries__gte=PARKED_FROM)

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


class WordQuerySet(models.QuerySet):
    def add(self, rows):
        """Adds the words that are not known yet; sorted, so that two processes never wait for each other."""
        self.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)

    @transaction.atomic
    def replace_all(self, rows):
        """Forgets all words but these."""
        self.all().delete()
        self.add(rows)


class Word(models.Model):
    """A word of published sheets: folded, as most write it, and in how many it stood at the last rebuild."""

    word = models.CharField(max_length=40, unique=True)
    written = models.CharField(max_length=40)
    sheets = models.PositiveIntegerField(default=1)

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name = "mot des fiches"
        verbose_name_plural = "mots des fiches"

    def __str__(self):
        return self.written


class Synonym(models.Model):
    """Expressions that say the same thing, kept by moderators. See `synonyms.thesaurus.Thesaurus`."""

    terms = models.CharField(
        "expressions",
        max_length=400,
        help_text="Séparées par des virgules. Sans autre case remplie, chacune trouve aussi les autres.",
    )
    replacements = models.CharField(
        "trouvent aussi",
        max_length=400,
        blank=True,
        help_text="À remplir quand l’inverse serait faux\u00a0: «\u00a05G\u00a0» trouve aussi "
        "«\u00a0couverture mobile\u00a0», qui ne parle pas que de 5G.",
    )
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = "synonyme"
        verbose_name_plural = "synonymes"
        ordering = ["terms"]

    def __str__(self):
        return f"{self.terms} → {self.replacements}" if self.replacements else self.terms

    def clean(self):
        self.terms, self.replacements, errors = synonym_lines.cleaned(self.terms, self.replacements)
        if errors:
            raise ValidationError(errors)

    @property
    def expressions(self):
        """(terms, replacements), each a list of expressions."""
        return synonym_lines.split(self.terms), synonym_lines.split(self.replacements)


class ShippedSynonym(models.Model):
    """A line of the shipped list that was loaded once: what moderators did with it since is theirs."""

    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = "ligne de synonymes livrée"
        verbose_name_plural = "lignes de synonymes livrées"

    def __str__(self):
        return self.digest
