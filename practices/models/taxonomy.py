"""Themes, programmes and criteria: kept by moderators, never written in code."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from wagtail.admin.panels import FieldPanel


class ThemeQuerySet(models.QuerySet):
    def roots(self):
        return self.filter(parent=None)

    def in_tree_order(self):
        """Parents in their order, each followed by its children."""
        return self.order_by("tree_order", "name")

    def with_practice_count(self):
        return self.annotate(practice_count=models.Count("practices"))


class Theme(models.Model):
    """A theme of the two-level tree; `path` is its value in URLs and in the index."""

    IN_USE = "Des fiches s’en servent, ou un sous-thème en dépend\u00a0: changez-les d’abord."

    name = models.CharField("nom", max_length=80)
    slug = models.SlugField("adresse courte", max_length=60)
    parent = models.ForeignKey(
        "self",
        verbose_name="thème parent",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text="Laissez vide pour un thème de premier niveau.",
    )
    order = models.PositiveSmallIntegerField("ordre", default=100)
    path = models.CharField(max_length=130, unique=True, editable=False)
    tree_order = models.CharField(max_length=160, editable=False, db_index=True)

    objects = ThemeQuerySet.as_manager()

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("parent"), FieldPanel("order")]

    class Meta:
        verbose_name = "thème"
        verbose_name_plural = "thèmes"
        ordering = ["tree_order"]

    def __str__(self):
        return f"{self.parent.name} / {self.name}" if self.parent_id else self.name

    @transaction.atomic
    def save(self, *args, **kwargs):
        self.path = self._path()
        own = f"{self.order:05d}-{self.slug}"
        self.tree_order = f"{self.parent.tree_order}/{own}" if self.parent_id else own
        super().save(*args, **kwargs)
        for child in self.children.all():
            child.parent = self
            child.save()

    def clean(self):
        if self.parent_id and self.parent.parent_id:
            raise ValidationError(
                {"parent": "Les thèmes ont deux niveaux : choisissez un thème de premier niveau."}
            )
        if self.parent_id and self.pk and self.children.exists():
            raise ValidationError({"parent": "Ce thème a des sous-thèmes : il reste au premier niveau."})
        if self.parent_id and self.parent_id == self.pk:
            raise ValidationError({"parent": "Un thème ne peut pas être son propre parent."})
        if Theme.objects.filter(path=self._path()).exclude(pk=self.pk).exists():
            raise ValidationError({"slug": "Cette adresse courte est déjà prise à ce niveau."})

    @property
    def is_used(self):
        return self.practices.exists() or self.children.exists()

    def _path(self):
        return f"{self.parent.slug}/{self.slug}" if self.parent_id else self.slug


class ProgrammeQuerySet(models.QuerySet):
    def with_practice_count(self):
        return self.annotate(practice_count=models.Count("practices"))


class Programme(models.Model):
    IN_USE = "Des fiches s’en servent\u00a0: changez-les d’abord."

    name = models.CharField("nom", max_length=120, unique=True)
    slug = models.SlugField("adresse courte", max_length=60, unique=True)

    objects = ProgrammeQuerySet.as_manager()

    panels = [FieldPanel("name"), FieldPanel("slug")]

    class Meta:
        verbose_name = "programme"
        verbose_name_plural = "programmes"
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def is_used(self):
        return self.practices.exists()


class CriterionQuerySet(models.QuerySet):
    def with_use_count(self):
        """In how many reviews each was found met."""
        return self.annotate(use_count=models.Count("checks"))


class Criterion(models.Model):
    """A public criterion that moderators check before they approve."""

    IN_USE = "Il a été coché dans des relectures, qui en gardent la trace. Vous pouvez en changer le texte."

    name = models.CharField("critère", max_length=120)
    text = models.TextField("explication", blank=True)
    order = models.PositiveSmallIntegerField("ordre", default=100)

    objects = CriterionQuerySet.as_manager()

    panels = [FieldPanel("name"), FieldPanel("text"), FieldPanel("order")]

    class Meta:
        verbose_name = "critère de relecture"
        verbose_name_plural = "critères de relecture"
        ordering = ["order", "name"]

    def __str__(self):
        return self.name

    @property
    def is_used(self):
        return self.checks.exists()
