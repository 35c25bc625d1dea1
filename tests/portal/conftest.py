import pytest
from django.utils import timezone

from portal.pages import starter_site
from practices.models import PracticeIndexPage, PracticePage


@pytest.fixture
def home(db):
    """The home page of a site just made."""
    return starter_site.build()


@pytest.fixture
def add_sheet(home):
    """Publish a sheet: `add_sheet(title=…, lead=…, themes=[…])`."""

    def add(themes=(), **fields):
        fields.setdefault("title", "Partager un informaticien")
        sheet = PracticePage(**fields, first_published_at=timezone.now())
        PracticeIndexPage.objects.get().add_child(instance=sheet)
        sheet.themes.set(themes)
        sheet.save()
        return sheet

    return add
