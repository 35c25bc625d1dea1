"""The first page is made once, and never shows what was withdrawn, in whichever process."""

import pytest
from django.core.cache import cache
from django.test import Client

from practices.models import PracticePage
from search import indexing
from search.engines.base import get_engine
from search.first_page import KEY
from search.models import IndexEntry
from tests.factories.practices import PracticeFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/fiches/"


@pytest.fixture
def sheet(index):
    sheet = PracticeFactory(published=True, title="Sauvegarder les données")
    index()
    return sheet


def read(address=ADDRESS, **options):
    """What a newcomer gets."""
    return Client().get(address, **options)


def test_newcomers_get_the_same_page_for_one_query(sheet, django_assert_num_queries):
    first = read()

    with django_assert_num_queries(1):
        second = read()

    assert second.content == first.content
    assert second.headers == first.headers
    assert "Sauvegarder les données" in second.content.decode()


def test_withdrawn_sheet_goes_at_once_though_the_index_is_late(sheet):
    assert "Sauvegarder les données" in read().content.decode()

    PracticePage.objects.get(pk=sheet.pk).unpublish()

    assert IndexEntry.objects.exists()
    assert "Sauvegarder les données" not in read().content.decode()


def test_new_sheet_comes_once_indexed(sheet):
    read()

    PracticeFactory(published=True, title="Prêter un vidéoprojecteur")
    indexing.drain()

    assert "Prêter un vidéoprojecteur" in read().content.decode()


def test_rebuilt_index_is_shown(sheet, index):
    PracticePage.objects.filter(pk=sheet.pk).update(title="Renommée par une autre voie")
    read()

    index()

    assert "Renommée par une autre voie" in read().content.decode()


@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("/fiches/?view=carte", {}),
        ("/fiches/?q=donnees", {}),
        (ADDRESS, {"headers": {"HX-Request": "true"}}),
        (ADDRESS, {"headers": {"Cookie": "ma_collectivite=29019"}}),
    ],
)
def test_other_pages_are_neither_kept_nor_answered_by_it(sheet, address, options):
    kept = read().content

    assert read(address, **options).content != kept or "Cookie" in options.get("headers", {})
    cache.clear()
    read(address, **options)
    assert cache.get(KEY) is None


def test_another_host_gets_its_own_addresses(sheet, settings):
    settings.ALLOWED_HOSTS = ["testserver", "autre.example"]
    read()

    assert "http://autre.example/fiches/" in read(headers={"Host": "autre.example"}).content.decode()


def test_page_of_an_outage_is_not_kept(sheet, settings, tmp_path):
    working = settings.SEARCH_ENGINE
    settings.SEARCH_ENGINE = {**working, "OPTIONS": {"path": str(tmp_path / "nothing")}}
    get_engine.cache_clear()
    assert "momentanément indisponible" in read().content.decode()

    settings.SEARCH_ENGINE = working
    get_engine.cache_clear()
    assert "momentanément indisponible" not in read().content.decode()
