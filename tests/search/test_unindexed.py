"""The sheets that the engine could not take: seen, and tried again, by moderators."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from search.engines.base import get_engine
from search.indexing import rebuild
from search.models import PARKED_FROM, IndexEntry
from search.unindexed import ALL_DONE, STILL_DOWN
from tests.factories.practices import ModeratorFactory, PracticeFactory

pytestmark = pytest.mark.django_db
PAGE = "/admin/fiches-absentes-de-la-recherche/"


@pytest.fixture
def desk(client):
    client.force_login(ModeratorFactory())
    return client


def park(key):
    later = timezone.now() + timedelta(minutes=5)
    IndexEntry.objects.create(key=key, tries=PARKED_FROM, next_try=later, error="connection refused")


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_page_names_the_sheets_once(desk):
    sheet = PracticeFactory(published=True, title="Partager un informaticien")
    IndexEntry.objects.all().delete()
    for key in (sheet.pk, sheet.pk, 99_999):
        park(key)

    page = desk.get(PAGE)

    assert page.context["count"] == 2
    assert page.text.count("Partager un informaticien") == 1
    assert "Fiche supprimée" in page.text


def test_sheet_is_tried_again_in_one_step(desk):
    rebuild()
    sheet = PracticeFactory(published=True)
    IndexEntry.objects.all().delete()
    park(sheet.pk)

    response = desk.post(f"{PAGE}reessayer/")

    assert (response.url, told(response)) == (PAGE, [ALL_DONE])
    assert not IndexEntry.objects.exists()
    assert "La recherche est à jour." in desk.get(PAGE).text


def test_sheet_stays_in_the_list_while_the_engine_is_down(desk, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"OPTIONS": {"path": str(tmp_path / "file" / "index")}}
    get_engine.cache_clear()
    park(PracticeFactory(published=True).pk)

    response = desk.post(f"{PAGE}reessayer/")

    assert told(response) == [STILL_DOWN]
    assert IndexEntry.objects.parked().count() == 1
