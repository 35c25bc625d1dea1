"""« Les plus reprises », by the engine and by the database."""

import pytest

from search import indexing
from search.database import database_results
from tests.factories.practices import PracticeFactory
from tests.factories.reuse import ReuseFactory
from tests.search.test_database import filterset

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheets(index):
    """Never, twice, once taken up."""
    sheets = [PracticeFactory(published=True, title="Vélo") for _ in range(3)]
    for practice in (sheets[1], sheets[1], sheets[2]):
        ReuseFactory(practice=practice)
    index()
    return sheets


@pytest.mark.parametrize("words", ["", "q=velo&"])
def test_most_reused_come_first(sheets, words):
    asked = filterset(f"{words}sort=reprises")

    never, twice, once = (sheet.pk for sheet in sheets)
    assert indexing.engine().answer(asked.search_query).keys == (twice, once, never)
    assert database_results(asked).keys == (twice, once, never)


def test_taken_back_reuse_counts_no_more(sheets, index):
    for reuse in sheets[1].reuses.all():
        reuse.delete()
    index()

    found = indexing.engine().answer(filterset("sort=reprises&reused=oui").search_query)

    assert found.keys == (sheets[2].pk,)


def test_page_offers_the_sort_and_says_how_often(client, sheets):
    page = client.get("/fiches/?sort=reprises").content.decode()

    assert "Les plus reprises" in page
    assert "par 2\u00a0collectivités" in page
