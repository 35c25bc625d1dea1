"""What visitors looked for and did not find: words that are counted, and wishes that they wrote."""

from datetime import timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone

from ..query_text import LONGEST_TEXT

LONGEST_WORDS = 80
SHOWN_FROM = 3  # occurrences: what fewer people typed may say who they are
RARE_KEPT, KEPT = timedelta(days=92), timedelta(days=366)  # since it was last typed
EMAIL_KEPT = timedelta(days=365)


class SearchMissQuerySet(models.QuerySet):
    def shown(self):
        """Those that moderators see."""
        return self.filter(count__gte=SHOWN_FROM)

    def to_treat(self):
        """Those of them that nobody treated."""
        return self.shown().filter(is_treated=False)

    def count_once_more(self, words):
        """Whether these words are known; they then count one more."""
        return bool(self.filter(words=words).update(count=F("count") + 1, last_month=this_month()))

    def forget(self):
        """Deletes what nobody typed for a year, and sooner what few people ever typed."""
        today = timezone.localdate()
        self.filter(count__lt=SHOWN_FROM, last_month__lt=today - RARE_KEPT).delete()
        self.filter(last_month__lt=today - KEPT).delete()


class SearchMiss(models.Model):
    """Words of searches that found nothing, and how many did: no visitor, no day, no hour."""

    words = models.CharField("mots cherchés", max_length=LONGEST_WORDS, unique=True)
    count = models.PositiveIntegerField("nombre de recherches", default=0, db_index=True)
    last_month = models.DateField("dernier mois")  # its first day
    is_treated = models.BooleanField("traité", default=False)

    objects = SearchMissQuerySet.as_manager()

    class Meta:
        verbose_name = "recherche sans résultat"
        verbose_name_plural = "recherches sans résultat"
        ordering = ["is_treated", "-count", "words"]

    def __str__(self):
        return self.words


class SearchWishQuerySet(models.QuerySet):
    def to_treat(self):
        """Those that nobody treated."""
        return self.filter(is_treated=False)

    def forget(self):
        """Erases the addresses that were left a year ago."""
        old = timezone.now() - EMAIL_KEPT
        self.filter(created_at__lt=old).exclude(email="").update(email="")


class SearchWish(models.Model):
    """What a visitor says to have looked for. The address goes once it is treated, or after a year."""

    text = models.TextField("ce que la personne cherchait", max_length=500)
    searched = models.CharField("mots cherchés", max_length=LONGEST_TEXT, blank=True)
    email = models.EmailField("adresse pour répondre", blank=True)
    created_at = models.DateTimeField("reçue le", auto_now_add=True, db_index=True)
    is_treated = models.BooleanField(
        "traitée", default=False, help_text="L’adresse de la personne est alors effacée."
    )

    objects = SearchWishQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de visiteur"
        verbose_name_plural = "demandes de visiteurs"
        ordering = ["is_treated", "-created_at"]

    def __str__(self):
        return self.text[:80]

    def save(self, *args, **kwargs):
        if self.is_treated:
            self.email = ""
        super().save(*args, **kwargs)


def this_month():
    return timezone.localdate().replace(day=1)
