"""A sheet whose collectivity does not answer ranks lower, on both engines and without any."""

import pytest
from django.http import QueryDict

from practices.models import PracticePage
from practices.vitality.models import Question
from search import indexing
from search.database import database_results
from search.documents import PracticeDocument
from search.filters import PracticeSearchFilterSet
from tests.factories.territories import TerritoryFactory
from tests.factories.vitality import QuestionFactory, old_sheet

pytestmark = pytest.mark.django_db
SCORED = ["q=velo", "like=29019", "q=velo&like=29019"]
BY_DATE = ["", "q=velo&sort=recentes"]


@pytest.fixture
def sheets():
    """Three alike, the newest of which is silent; the last but one is asked and has time to answer."""
    lead = TerritoryFactory(code="29019")
    made = [old_sheet(days, title="Prêter un vélo", lead=lead) for days in (500, 600, 700)]
    QuestionFactory(practice=made[0], silent=True)
    QuestionFactory(practice=made[1])
    return [sheet.pk for sheet in made]


def filterset(query_string):
    return PracticeSearchFilterSet(QueryDict(query_string))


def found(query_string):
    return [*indexing.engine().answer(filterset(query_string).search_query).keys]


def without_engine(query_string):
    return [*database_results(filterset(query_string)).keys]


def test_silent_sheet_comes_after_its_equals(each_index, sheets):
    each_index()
    silent, asked, old = sheets

    for query_string in SCORED:
        assert found(query_string)[-1] == silent, query_string
        assert {*found(query_string)} == {*sheets}
        assert without_engine(query_string) == [asked, old, silent], query_string
    for query_string in BY_DATE:
        assert found(query_string)[0] == without_engine(query_string)[0] == silent, query_string


def test_better_match_comes_first_though_it_is_silent(each_index, sheets):
    better = old_sheet(
        title="Ramassage scolaire", summary="Ramassage scolaire à pied.", keywords="ramassage scolaire"
    )
    worse = old_sheet(advice="<p>Penser au ramassage.</p>")
    QuestionFactory(practice=better, silent=True)
    each_index()

    assert found("q=ramassage") == [better.pk, worse.pk]


def test_answer_brings_the_sheet_back(each_index, sheets):
    Question.objects.all().delete()
    indexing.rebuild()
    each_index()

    assert found("q=velo") == without_engine("q=velo") == sheets


def test_document_says_who_answers(sheets):
    pages = PracticePage.objects.with_document().in_bulk(sheets)

    assert [PracticeDocument.from_page(pages[key]).answering for key in sheets] == [(), ("oui",), ("oui",)]
