"""A page waits for a slow engine as long as its list takes: what it adds is left out."""

import pytest
from django.utils.http import urlencode

from search import patience
from search.engines.base import SearchQuery
from search.patience import Extras, TooLate
from tests.factories.practices import PracticeFactory, ThemeFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db
CITIES = "Lyon Marseille Toulouse Nice Strasbourg Bordeaux Lille Rennes Reims Toulon".split()


@pytest.fixture
def sheets(index):
    """Five sheets on safety, in Brest; ten cities have none."""
    safety = ThemeFactory(name="Cybersécurité", slug="cybersecurite")
    brest = TerritoryFactory(name="Brest", code="29019", placed=True)
    for city in CITIES:
        TerritoryFactory(name=city)
    for number in range(5):
        title = f"Sauvegarder les données en Bretagne {number}"
        PracticeFactory(published=True, title=title, themes=[safety], lead=brest)
    index()


def page(client, **parameters):
    response = client.get(f"/fiches/?{urlencode(parameters)}")
    assert response.status_code == 200 and not response.context["degraded"]
    return response.context


def test_extras_ask_the_engine_while_there_is_time(sheets, asked):
    assert Extras().answer(SearchQuery()).total == 5
    assert asked == [SearchQuery()]


def test_extras_ask_nothing_once_it_is_over(sheets, asked, monkeypatch):
    monkeypatch.setattr(patience, "PER_PAGE", 0)

    with pytest.raises(TooLate):
        Extras().search(SearchQuery())
    assert asked == []


def test_ten_cities_are_left_unsaid(client, sheets, slow):
    found = page(client, q=" ".join(["sauvegarder", *CITIES]))

    assert (found["total"], found["loosened"], found["absences"]) == (5, True, [])
    assert len(slow) == 2  # as typed, then with any of the words


def test_criteria_are_offered_one_by_one_alone(client, sheets, slow):
    found = page(client, q="cybersécurité Bretagne sauvegarder")

    assert [offer.label for offer in found["offers"]] == ["Thème", "Région"]
    assert (found["total"], len(slow)) == (5, 1)


def test_a_search_around_goes_as_far_as_it_can_and_says_nothing_of_what_is_nearer(client, sheets, slow):
    found = page(client, q="sauvegarder trottinette", near="48.39,-4.49")

    assert (found["total"], found["nearby"].reach, found["nearby"].empty) == (5, 200, None)
    assert len(slow) <= 3  # how far at most once, then the list


def test_one_patience_serves_the_whole_page(client, sheets, slow):
    found = page(client, q="sauvegadrer trottinette Lyon", region="11", cost="gratuit", near="44.0,-40.0")

    assert (found["total"], found["relaxations"], found["absences"]) == (0, [], [])
    assert len(slow) <= 6  # how far, once; the list: as typed, corrected, looser


def test_what_may_have_been_meant_is_left_out(client, sheets, slow, index):
    PracticeFactory(published=True, title="Sauvegadrer")
    index()

    found = page(client, q="sauvegadrer")

    assert (found["total"], found["suggestion"], len(slow)) == (1, None, 1)
