"""Sheets that tell nearly the same thing as one in review: looked for by the worker, kept for the desk."""

from django.db import models, transaction

from practices.models import PracticePage

LONG_TEXTS = [f"other__{name}" for name in (*PracticePage.RICH_FIELDS, "plain_text")]


class Look(models.Model):
    """A search for the doubles of one version of a sheet."""

    practice = models.OneToOneField(PracticePage, models.CASCADE, related_name="look")
    version = models.BigIntegerField()  # the key of the revision that was compared
    looked_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "recherche de doublons"
        verbose_name_plural = "recherches de doublons"

    def __str__(self):
        return f"{self.practice_id}, version {self.version}"

    @classmethod
    @transaction.atomic
    def keep(cls, practice, version, found):
        """Replace what was found for a sheet by `found`, as (other sheet, score, reason)."""
        look, _ = cls.objects.update_or_create(practice=practice, defaults={"version": version})
        look.likenesses.all().delete()
        Likeness.objects.bulk_create(
            Likeness(look=look, other=other, score=score, reason=reason) for other, score, reason in found
        )
        return look


class LikenessQuerySet(models.QuerySet):
    def with_other(self):
        """Each with the sheet found and its lead, without the long texts; one query."""
        return self.select_related("other__lead").defer(*LONG_TEXTS)


class Likeness(models.Model):
    """A sheet that may be the same as another; `score` is from 0 to 100."""

    look = models.ForeignKey(Look, models.CASCADE, related_name="likenesses")
    other = models.ForeignKey(PracticePage, models.CASCADE, related_name="+", verbose_name="fiche")
    score = models.PositiveSmallIntegerField("ressemblance")
    reason = models.CharField("raison", max_length=200)

    objects = LikenessQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "doublon possible"
        verbose_name_plural = "doublons possibles"
        ordering = ["-score", "pk"]
        constraints = [models.UniqueConstraint(fields=["look", "other"], name="one_likeness_a_pair")]

    def __str__(self):
        return f"{self.other_id}, {self.score}"
