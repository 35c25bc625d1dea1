"""What moderators often write to towns, kept once for all, and how often it served."""

from django.db import models

from .fields import remarkable_fields

LONGEST = 2000  # characters


class ReusableTextQuerySet(models.QuerySet):
    def with_use_count(self):
        return self.annotate(use_count=models.Count("uses"))


class ReusableText(models.Model):
    """A text that moderators put in their answer, then edit; with a field, it becomes a remark on it."""

    IN_USE = "Des réponses sont parties de ce texte, et les chiffres le comptent. Vous pouvez le récrire."

    name = models.CharField("en bref", max_length=80, help_text="Ce que vous lisez dans la liste.")
    text = models.TextField("texte", max_length=LONGEST, help_text="Ce que la collectivité lira.")
    field = models.CharField(
        "champ de la fiche",
        max_length=60,
        blank=True,
        choices=remarkable_fields,
        help_text="Avec un champ, le texte devient une remarque placée à côté de ce champ.",
    )
    order = models.PositiveSmallIntegerField("ordre", default=100)

    objects = ReusableTextQuerySet.as_manager()

    class Meta:
        verbose_name = "texte réutilisable"
        verbose_name_plural = "textes réutilisables"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name

    @property
    def is_used(self):
        return self.uses.exists()


class TextUse(models.Model):
    """One text put in the answer that ended one review, whatever was edited in it."""

    text = models.ForeignKey(ReusableText, models.PROTECT, related_name="uses")
    review = models.ForeignKey("practices.ReviewTaskState", models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "usage d’un texte"
        verbose_name_plural = "usages des textes"
        constraints = [models.UniqueConstraint(fields=["text", "review"], name="text_once_in_an_answer")]

    def __str__(self):
        return f"{self.text}, {self.review_id}"
