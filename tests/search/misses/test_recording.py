"""What is counted of a search that finds nothing, and all that is not."""

import sqlite3
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from practices.models.attempt import Attempt
from search.engines.base import get_engine
from search.filters import PracticeSearchFilterSet
from search.misses import recording
from search.misses.models import SHOWN_FROM, SearchMiss
from search.results import SearchPage
from tests.factories.practices import PracticeFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db


def counted():
    return dict(SearchMiss.objects.values_list("words", "count"))


def test_same_words_are_counted_together_without_a_day(visitor):
    for words in ("Vélos électriques", "velos  ELECTRIQUES !", "trottinette"):
        assert visitor.get("/fiches/", {"q": words}).status_code == 200

    assert counted() == {"velos electriques": 2, "trottinette": 1}
    assert {miss.last_month for miss in SearchMiss.objects.all()} == {timezone.localdate().replace(day=1)}


def test_treated_words_stay_treated_and_go_on_counting(visitor):
    SearchMiss.objects.create(words="trottinette", count=4, last_month=date(2025, 1, 1), is_treated=True)

    visitor.get("/fiches/?q=trottinette")

    (miss,) = SearchMiss.objects.all()
    assert (miss.count, miss.is_treated) == (5, True)
    assert miss.last_month == timezone.localdate().replace(day=1)


@pytest.mark.parametrize(
    "text",
    [
        "mairie@exemple.fr",
        "jean.dupont arobase exemple.fr",
        "06 12 34 56 78",
        "+33.6.12.34.56.78",
        "siren 213 500 218",
        "https://exemple.fr/page",
        "www.exemple.fr",
        "un deux trois quatre cinq six sept huit neuf",
        "anticonstitutionnellement " * 4,
        "29200",
        "!!!",
        "",
    ],
)
def test_what_may_reach_a_person_or_is_no_search_is_never_kept(visitor, text):
    assert visitor.get("/fiches/", {"q": text}).status_code == 200

    assert counted() == {}


@pytest.mark.parametrize("text", ["5g", "plan 2030", "29200 brest", "l’école"])
def test_short_numbers_are_words_like_others(text):
    assert recording.countable(text) == {"l’école": "l ecole"}.get(text, text)


@pytest.mark.parametrize(
    "query_string",
    [
        "q=piscine&theme=cybersecurite",
        "q=piscine&page=2",
        "q=piscine&region=zz",
        "q=piscine&format=json",
        "q=piscine&territory=29019",
        "q=piscine&near=48.39,-4.49",
        "q=piscine&cell=9/249/177",
    ],
)
def test_only_words_alone_are_counted(visitor, query_string):
    TerritoryFactory(name="Brest", code="29019")

    visitor.get(f"/fiches/?{query_string}")

    assert counted() == {}


def test_search_that_finds_is_not_counted(visitor, index):
    PracticeFactory(published=True, title="Partager une piscine")
    index()

    visitor.get("/fiches/?q=piscine")

    assert counted() == {}


def test_search_without_an_engine_is_not_counted(visitor, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"OPTIONS": {"path": str(tmp_path / "file")}}
    get_engine.cache_clear()

    response = visitor.get("/fiches/?q=piscine")

    assert response.context["degraded"]
    assert counted() == {}


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "curl/8.5.0"},
        {"user-agent": ""},
        {"sec-purpose": "prefetch;prerender"},
    ],
)
def test_robots_and_pages_fetched_ahead_are_not_counted(visitor, headers):
    visitor.get("/fiches/?q=piscine", headers=headers)

    assert counted() == {}


def test_new_rows_of_a_day_are_capped_and_known_words_go_on(visitor, monkeypatch):
    monkeypatch.setattr(recording, "NEW_A_DAY", 2)

    for words in ("aa", "bb", "cc", "aa"):
        visitor.get(f"/fiches/?q={words}")

    assert counted() == {"aa": 2, "bb": 1}


def test_nothing_tells_who_searched(visitor):
    visitor.get("/fiches/?q=piscine", REMOTE_ADDR="192.0.2.7")

    fields = {field.name for field in SearchMiss._meta.get_fields()}
    assert fields == {"id", "words", "count", "last_month", "is_treated"}
    assert set(Attempt.objects.values_list("kind", flat=True)) == {"search-miss"}
    assert Attempt.objects.values("key").distinct().count() == 1
    assert not visitor.cookies


def test_counting_adds_few_queries(visitor, django_assert_max_num_queries):
    visitor.get("/fiches/?q=piscine")

    request = RequestFactory(headers={"user-agent": "Firefox"}).get("/fiches/?q=piscine")
    page = SearchPage(PracticeSearchFilterSet(request.GET))

    with django_assert_max_num_queries(6):  # patience read, set and set back, a savepoint around one update
        recording.record(request, page)

    assert counted() == {"piscine": 2}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="a file that another process locks")
def test_busy_database_never_breaks_the_page(visitor, caplog):
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        response = visitor.get("/fiches/?q=piscine")
    finally:
        other.rollback()
        other.close()

    assert response.status_code == 200
    assert counted() == {}
    assert "A search without result was not counted: database is locked" in caplog.messages
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (20_000,)


def test_rare_words_are_forgotten_sooner(visitor):
    for words, count, month in (
        ("rare recent", 1, timezone.localdate().replace(day=1)),
        ("rare ancien", SHOWN_FROM - 1, date(2025, 1, 1)),
        ("courant", SHOWN_FROM, timezone.localdate() - 6 * timedelta(days=31)),
        ("courant ancien", 90, date(2025, 1, 1)),
    ):
        SearchMiss.objects.create(words=words, count=count, last_month=month)

    SearchMiss.objects.forget()

    assert set(counted()) == {"rare recent", "courant"}
