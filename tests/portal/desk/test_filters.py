"""What the address of the desk narrows."""

import datetime

import pytest
from django.utils import timezone

from portal.desk.filters import DeskFilterSet
from portal.desk.models import Glance
from practices.assignments.models import Assignment, Association
from practices.assignments.taking import take
from practices.choices import Evidence
from practices.models import ReviewTaskState
from practices.models.review import Verdict
from practices.review import decide
from tests.factories.practices import PracticeFactory, ThemeFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db


def found(**asked):
    filters = DeskFilterSet(asked)
    assert filters.is_valid()
    places = filters.ordered(filters.filter_queryset(Assignment.objects.with_past()))
    return [place.practice.draft_title for place in places]


def wait(sheet, days):
    reviews = ReviewTaskState.objects.filter(assignment__practice=sheet)
    reviews.update(started_at=timezone.now() - datetime.timedelta(days=days))


@pytest.mark.parametrize(
    ("name", "value", "other"),
    [("region", "53", "11"), ("region", "53-29", "53-35"), ("population", "commune-10000", "commune-0")],
)
def test_filter_by_the_place_and_size_of_the_lead(send, name, value, other):
    send(title="une")

    assert (found(**{name: value}), found(**{name: other})) == (["une"], [])


def test_filter_by_type_and_theme(send):
    theme = ThemeFactory()
    send(title="commune", themes=[theme])
    send(title="interco", lead=TerritoryFactory(intercommunality=True))

    assert found(type="cc") == ["interco"]
    assert found(theme=theme.path) == ["commune"]
    assert found(theme=theme.path, type="cc") == []


def test_filter_by_association(send, moderator):
    taken = send(title="prise")
    send(title="libre")
    take(taken, user=moderator)

    assert found(association=str(Association.objects.get().pk)) == ["prise"]
    assert found(association="les-deux") == ["libre"]


def test_filter_by_state(send, moderator):
    send(title="première")
    corrected = send(title="corrigée")
    decide(corrected, user=moderator, verdict=Verdict.CHANGES, reason="Précisez.")
    send(corrected)
    renewed = PracticeFactory(published=True, title="publiée")
    renewed.summary = "Autre résumé."
    renewed.save_revision()
    send(renewed)

    states = ("premier-envoi", "corrigee", "nouvelle-version")
    assert [found(state=state) for state in states] == [["première"], ["corrigée"], ["publiée"]]


@pytest.mark.parametrize(("age", "expected"), [("semaine", ["2"]), ("mois", ["10"]), ("plus", ["40"])])
def test_filter_by_age(send, age, expected):
    for days in (2, 10, 40):
        wait(send(title=str(days)), days)

    assert found(age=age) == expected


def test_sort(send):
    for title, days, population in (("b", 3, 500), ("a", 1, 9_000), ("c", 2, 50_000)):
        wait(send(title=title, lead=TerritoryFactory(population=population)), days)

    assert found() == found(sort="anciennes") == ["b", "c", "a"]
    assert found(sort="recentes") == ["a", "c", "b"]
    assert found(sort="titre") == ["a", "b", "c"]
    assert found(sort="population") == ["c", "a", "b"]


def test_sort_by_what_is_filled(send):
    for title, filled in (("b", 3), ("a", 12), ("c", 7)):
        Glance.objects.create(
            practice=send(title=title), version=0, filled=filled, total=30, evidence=Evidence.DECLARED
        )

    assert found(sort="completes") == ["a", "c", "b"]


def test_what_is_not_understood_is_dropped_and_said(send):
    send(title="une")
    filters = DeskFilterSet({"region": "zz", "age": "siècle", "queue": "rien", "type": "commune"})

    assert filters.is_valid()
    assert filters.dropped == [
        ("Liste", "rien", "cette valeur n’existe pas"),
        ("Région", "zz", "cette valeur n’existe pas"),
        ("Attend depuis", "siècle", "cette valeur n’existe pas"),
    ]
    assert filters.query_string(queue="a-moi") == "type=commune&queue=a-moi"
