"""How many people a sheet concerns: as its lead says, else those of all that bear it, each once."""

import pytest
from django.urls import reverse

from practices.models import PracticePage
from practices.mutualisation.models import Answer
from practices.steps import StepConverter
from tests.factories.practices import PracticeFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db
OF_TOWN = "d’après la collectivité"
COUNTED = "chaque habitant compté une fois"


@pytest.fixture
def group():
    return TerritoryFactory(intercommunality=True, population=25_000)


@pytest.fixture
def make(territory, group):
    def make(**kwargs):
        inside = TerritoryFactory(population=2_000, epci=group)
        outside = TerritoryFactory(population=500)
        practice = PracticeFactory(
            lead=territory, confirmed_bearers=[group, inside], co_bearers=[outside], **kwargs
        )
        return PracticePage.objects.get(pk=practice.pk)

    return make


def said(client, practice):
    page = client.get(practice.url).content.decode()
    return [
        words
        for words in ("43\u202f000\u00a0habitants", "900\u00a0habitants", OF_TOWN, COUNTED)
        if words in page
    ]


def test_population_of_lead_and_confirmed_is_counted_once(make, client):
    practice = make(published=True, running_cost=43_000)

    assert (practice.inhabitants, practice.cost_per_inhabitant) == (18_000 + 25_000, 1)
    assert said(client, practice) == ["43\u202f000\u00a0habitants", COUNTED]


def test_what_the_town_typed_is_shown_as_its_own(make, client):
    practice = make(published=True, inhabitants_covered=900)

    assert (practice.inhabitants, practice.counted_inhabitants) == (900, 43_000)
    assert said(client, practice) == ["900\u00a0habitants", OF_TOWN]


def test_lead_alone_is_not_counted(make):
    practice = make()
    practice.bearings.update(answer=Answer.DECLINED)

    assert PracticePage.objects.get(pk=practice.pk).inhabitants is None


def test_step_says_what_is_counted_and_asks_nothing_more(make, town):
    practice = make()

    page = town.get(reverse("practices:step", args=[practice.pk, StepConverter.SHARED["mutualisation"]]))

    assert "Laissez vide, et la fiche dira 43\u202f000" in page.content.decode()
    assert "Habitants concernés" not in [missing.label for missing in page.context["completeness"].wished]


def test_document_costs_no_query_for_it(make, django_assert_num_queries):
    make(published=True)
    practice = PracticePage.objects.with_document().get()

    with django_assert_num_queries(0):
        assert practice.inhabitants == 43_000
