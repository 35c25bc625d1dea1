"""What a theme was called in addresses before it was merged or moved."""

from collections.abc import Iterable

from django.db import models

from practices.models import Theme


class FormerPathQuerySet(models.QuerySet):
    def today(self, paths: Iterable[str]) -> dict[str, str]:
        """Of these former paths, the one that serves now; one query."""
        return dict(self.filter(path__in=paths).values_list("path", "theme__path"))


class FormerPath(models.Model):
    path = models.CharField("ancienne valeur dans les adresses", max_length=130, unique=True)
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="former_paths", verbose_name="thème")

    objects = FormerPathQuerySet.as_manager()

    class Meta:
        verbose_name = "ancienne adresse de thème"
        verbose_name_plural = "anciennes adresses de thèmes"

    def __str__(self):
        return self.path


def lead_to(theme, path) -> None:
    """This path, no longer in use, stands for this theme from now on."""
    FormerPath.objects.update_or_create(path=path, defaults={"theme": theme})
