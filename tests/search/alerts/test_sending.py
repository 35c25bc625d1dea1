"""What leaves, and what never does."""

import datetime

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.http import QueryDict
from django.utils import timezone

from practices.models import PracticePage
from search.alerts import sending
from search.alerts.models import AlertedSheet, Frequency, SavedSearch, next_date
from search.alerts.searches import canonical, described
from search.alerts.sending import send_due
from search.engines.base import get_engine
from search.filters import PracticeSearchFilterSet
from search.nearness import widen
from tests.factories.accounts import UserFactory
from tests.factories.practices import PracticeFactory, ThemeFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db


def drone(number=1, **changes):
    return PracticeFactory(published=True, title=f"Piloter un drone {number}", **changes)


def make_due():
    SavedSearch.objects.update(next_due=timezone.now())


def titles_sent():
    """The titles in all mails, as often as they are told."""
    lines = [line for message in mail.outbox for line in message.body.splitlines()]
    return sorted(line for line in lines if line.startswith("Piloter"))


def test_new_sheet_is_told_once(each_index, saved):
    search = saved()
    drone(1)
    PracticeFactory(published=True, title="Autre chose")
    each_index()

    assert send_due() == 1
    make_due()
    drone(2)
    each_index()
    assert send_due() == 1
    make_due()
    assert send_due() == 0

    assert titles_sent() == ["Piloter un drone 1", "Piloter un drone 2"]
    assert search.alerted.count() == 2


def test_sheet_from_before_is_not_new_even_when_published_again(index, saved):
    sheet = drone(1, first_published_at=timezone.now() - datetime.timedelta(days=9))
    saved()
    sheet.save_revision().publish()
    index()

    assert (send_due(), mail.outbox) == (0, [])


def test_words_are_never_loosened(index, saved):
    saved("q=drone+fibre+cantine")
    drone()
    index()

    assert send_due() == 0


def test_facet_without_its_values_sends_nothing(index, saved):
    theme = ThemeFactory(slug="drones")
    saved("q=drone&theme=drones")
    drone(themes=[theme])
    theme.delete()
    index()

    assert send_due() == 0
    assert SavedSearch.objects.get().is_lost


@pytest.mark.parametrize("query", ["territory=99999", "q=drone&near=nulle-part", "gone=1"])
def test_anything_that_narrows_and_is_gone_sends_nothing(index, saved, query):
    saved(query)
    drone()
    index()

    assert send_due() == 0
    assert SavedSearch.objects.get().is_lost


def narrowed(by, sheet):
    """The canonical query of a search narrowed to one collectivity, or to what is around it."""
    latitude, longitude = sheet.lead.position
    asked = {"territory": f"territory={sheet.lead.code}", "near": f"near={latitude:.2f},{longitude:.2f}"}[by]
    return canonical(PracticeSearchFilterSet(QueryDict(f"{asked}&sort=recentes&view=carte")))


@pytest.mark.parametrize("by", ["territory", "near"])
def test_search_narrowed_to_a_place_tells_nothing_of_elsewhere(index, saved, by):
    luzy = TerritoryFactory(name="Luzy", code="58149", latitude=46.79, longitude=3.97)
    brest = TerritoryFactory(name="Brest", code="29019", latitude=48.39, longitude=-4.49)
    here = drone(1, lead=luzy)
    drone(2, lead=brest)
    index()
    saved(narrowed(by, here))

    send_due()

    assert titles_sent() == ["Piloter un drone 1"]


def test_distance_of_a_search_around_a_place_is_kept(index):
    drone(lead=TerritoryFactory(latitude=46.79, longitude=3.97))
    index()

    filterset = PracticeSearchFilterSet(QueryDict("near=46.79,3.97"))
    widen(filterset)

    assert canonical(filterset) == "near=46.79,3.97&within=10"
    assert described(filterset) == "à moins de 10\u00a0km du lieu choisi"


def test_withdrawn_sheet_that_is_still_indexed_is_not_told(index, saved):
    saved()
    sheet = drone()
    index()
    PracticePage.objects.filter(pk=sheet.pk).update(live=False)

    assert send_due() == 0


@pytest.mark.parametrize(
    "changes", [{"confirmed_at": None}, {"next_due": timezone.now() + datetime.timedelta(hours=1)}]
)
def test_search_that_is_not_confirmed_or_not_due_sends_nothing(index, saved, changes):
    saved(**changes)
    drone()
    index()

    assert send_due() == 0


def test_closed_account_is_not_written_to(index, saved):
    saved(email="", user=UserFactory(is_active=False))
    drone()
    index()

    assert send_due() == 0


def test_engine_that_does_not_answer_loses_nothing(index, saved, settings):
    saved()
    drone()
    index()
    running = settings.SEARCH_ENGINE
    settings.SEARCH_ENGINE = {
        "BACKEND": "search.engines.elasticsearch.ElasticsearchEngine",
        "OPTIONS": {"hosts": ["http://127.0.0.1:9"], "prefix": "none"},
    }
    get_engine.cache_clear()

    with pytest.raises(CommandError):
        call_command("send_alerts")

    assert (mail.outbox, AlertedSheet.objects.count(), SavedSearch.objects.due().count()) == ([], 0, 1)
    settings.SEARCH_ENGINE = running
    get_engine.cache_clear()
    call_command("send_alerts", verbosity=0)
    assert titles_sent() == ["Piloter un drone 1"]


def test_what_does_not_fit_in_a_mail_comes_with_the_next(index, saved, monkeypatch):
    monkeypatch.setattr(sending, "MOST_SHEETS", 2)
    saved()
    for number in range(3):
        drone(number)
    index()

    for _ in range(3):
        send_due()
        make_due()

    assert titles_sent() == ["Piloter un drone 0", "Piloter un drone 1", "Piloter un drone 2"]
    assert len(mail.outbox) == 2


def test_address_that_was_never_confirmed_is_forgotten(index, saved):
    saved(confirmed_at=None, created_at=timezone.now() - datetime.timedelta(days=8))
    kept = saved("q=fibre", confirmed_at=None)

    send_due()

    assert list(SavedSearch.objects.all()) == [kept]


@pytest.mark.parametrize(
    ("frequency", "now", "expected"),
    [
        (Frequency.DAILY, "2026-11-24T05:59", "2026-11-25T06:00"),
        (Frequency.DAILY, "2026-10-24T12:00", "2026-10-25T06:00"),  # the clocks change in that night
        (Frequency.WEEKLY, "2026-11-24T12:00", "2026-11-30T06:00"),
        (Frequency.WEEKLY, "2026-11-30T05:00", "2026-12-07T06:00"),
    ],
)
def test_next_date_is_a_later_morning(frequency, now, expected):
    moment = timezone.make_aware(datetime.datetime.fromisoformat(now))

    assert f"{timezone.localtime(next_date(frequency, moment)):%Y-%m-%dT%H:%M}" == expected
