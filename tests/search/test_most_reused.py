"""« Les plus reprises », on the page and after a change."""

import pytest

from search import indexing
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
