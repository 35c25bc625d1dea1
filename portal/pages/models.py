"""The pages that are not sheets: written by editors in the admin."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from portal.accounts.keeping import durations
from practices.models import PracticePage, Theme
from practices.permissions import AbovePermissionTester

from . import counts
from .fields import EditorialTextField

LATEST_SHEETS = 3
PRIVACY_SLUG = "donnees-personnelles"


class HomePage(Page):
    heading = models.CharField("grand titre", max_length=80, default="Une autre commune l’a déjà fait.")
    suggested_searches = models.TextField(
        "recherches proposées",
        blank=True,
        help_text="Une par ligne. Elles paraissent sous le champ de recherche.",
    )

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["pages.StandardPage", "pages.SiteMapPage", "practices.PracticeIndexPage"]

    content_panels = [*Page.content_panels, FieldPanel("heading"), FieldPanel("suggested_searches")]

    class Meta:
        verbose_name = "page d’accueil"
        verbose_name_plural = "pages d’accueil"

    def permissions_for_user(self, user):
        return AbovePermissionTester(user, self)

    def get_context(self, request, *args, **kwargs):
        sheets = PracticePage.objects.findable()
        return super().get_context(request, *args, **kwargs) | {
            "total": sheets.count(),
            "bands": counts.band_counts(),
            "themes": counts.themes_with_counts(),
            "latest": sheets.with_card().order_by("-first_published_at", "-pk")[:LATEST_SHEETS],
        }

    @property
    def searches(self):
        """The searches proposed, one a line, empty lines left out."""
        return [line.strip() for line in self.suggested_searches.splitlines() if line.strip()]


class StandardPage(Page):
    introduction = models.TextField("introduction", blank=True, max_length=400)
    body = EditorialTextField("texte")

    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]

    class Meta:
        verbose_name = "page courante"
        verbose_name_plural = "pages courantes"

    def get_context(self, request, *args, **kwargs):
        """The privacy page prints the durations that the code applies, so that it can never say others."""
        shown = durations() if self.slug == PRIVACY_SLUG else []
        return super().get_context(request, *args, **kwargs) | {"durations": shown}


class SiteMapPage(Page):
    """The map of the site, made at each reading: it can never be late."""

    max_count = 1
    parent_page_types = ["pages.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = "plan du site"
        verbose_name_plural = "plans du site"

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {
            "pages": StandardPage.objects.live().public().order_by("path"),
            "themes": Theme.objects.roots().prefetch_related("children"),
        }
