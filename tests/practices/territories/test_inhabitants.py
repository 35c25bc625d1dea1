"""Each inhabitant of collectivities together is counted once."""

import pytest

from practices.territories.choices import TerritoryKind
from practices.territories.inhabitants import inhabitants_of
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    """A region of 3 000, its department of 1 000, in it a group of 500, in the group a commune of 100."""
    group = TerritoryFactory(intercommunality=True, population=500)
    return {
        "region": TerritoryFactory(region=True, code="reg-53", population=3_000),
        "department": TerritoryFactory(department=True, population=1_000),
        "elsewhere": TerritoryFactory(department=True, department_code="35", population=900),
        "group": group,
        "commune": TerritoryFactory(epci=group, population=100),
        "alone": TerritoryFactory(population=30),
        "unknown": TerritoryFactory(population=None),
        "syndicat": TerritoryFactory(syndicat=True, population=400),
        "abroad": TerritoryFactory(abroad=True, population=7),
    }


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("commune", 100),
        ("commune alone", 130),
        ("commune commune", 100),
        ("commune group", 500),
        ("group commune alone", 530),
        ("department commune group alone", 1_000),
        ("region department elsewhere group commune", 3_000),
        ("elsewhere group commune", 1_400),
        ("commune unknown", 100),
        ("unknown", None),
        ("", None),
        ("syndicat", 400),
        ("syndicat commune", 400),
        ("syndicat group", 500),
        ("abroad", 7),
        ("abroad commune", 107),
        ("abroad syndicat commune", 407),
    ],
)
def test_each_inhabitant_counts_once(places, names, expected, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert inhabitants_of([places[name] for name in names.split()]) == expected


def test_group_that_lies_in_two_departments_is_not_counted_twice(places):
    across = TerritoryFactory(intercommunality=True, population=5_000, areas=["53-29", "53-22"])

    assert inhabitants_of([places["department"], across]) == 5_000


def test_public_territorial_establishment_counts_with_the_metropolis_of_its_communes():
    metropolis = TerritoryFactory(
        intercommunality=True, kind=TerritoryKind.METROPOLE, population=700, areas=["11-93", "11-75"]
    )
    establishment = TerritoryFactory(
        intercommunality=True, kind=TerritoryKind.EPT, population=400, areas=["11-93"]
    )
    commune = TerritoryFactory(epci=metropolis, ept=establishment, population=90)

    counted = [inhabitants_of(several) for several in ([metropolis, establishment], [establishment, commune])]

    assert counted == [700, 400]
