import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.pages import starter_site
from practices.models import PracticeIndexPage, PracticePage


@pytest.fixture
def home(db):
    """The home page of a site just made."""
    return starter_site.build()


@pytest.fixture
def site(live_server, settings):
    """Where a browser finds a site just made."""
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    call_command("starter_site", verbosity=0)
    call_command("rebuild_index", verbosity=0)
    return live_server.url


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
