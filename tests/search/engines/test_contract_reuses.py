"""The most reused first, and the facet of what is reused: both engines, and the database alone."""

import pytest
from django.http import QueryDict

from practices.models import PracticePage
from search.database import database_results
from search.documents import PracticeDocument
from search.filters import PracticeSearchFilterSet
from search.indexing import documents
from tests.factories.practices import PracticeFactory
from tests.factories.reuse import ReuseFactory

from .conftest import ENGINES
from .notes import settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheets():
    """Reused by none, two, one, none, one."""
    sheets = [PracticeFactory(published=True, title=f"Vélo {number}") for number in range(5)]
    for number in (1, 1, 2, 4):
        ReuseFactory(practice=sheets[number])
    return [sheet.pk for sheet in sheets]


@pytest.fixture(params=[*ENGINES, "database"])
def answer(request, sheets):
    """Answers the query string of a page."""
    if request.param == "database":
        return lambda asked: database_results(PracticeSearchFilterSet(QueryDict(asked)))
    engine = request.getfixturevalue(f"new_{request.param}")(PracticeDocument)
    engine.rebuild(documents(PracticePage.objects.all()))
    settle(engine)
    return lambda asked: engine.answer(PracticeSearchFilterSet(QueryDict(asked)).search_query)


def test_most_reused_come_first_then_the_latest_made(answer, sheets):
    expected = [sheets[number] for number in (1, 4, 2, 3, 0)]

    assert list(answer("sort=reprises").keys) == expected
    assert list(answer("sort=reprises&q=vélo").keys) == expected
    pages = [answer(f"sort=reprises&page_size=2&page={page}").keys for page in (1, 2, 3)]
    assert [key for page in pages for key in page] == expected


def test_facet_keeps_what_is_reused(answer, sheets):
    reused = {sheets[1], sheets[2], sheets[4]}

    assert set(answer("reused=oui").keys) == reused
    assert set(answer("evidence=reprise").keys) == reused
    assert set(answer("evidence=declaree").keys) == set(sheets) - reused


def test_reuse_is_counted_by_its_facets(answer):
    facets = answer("").facets

    assert facets["evidence"] | {"reprise": 3, "declaree": 2} == facets["evidence"]
    assert facets.get("reused", {"oui": 3}) == {"oui": 3}  # the database counts the first rank only
