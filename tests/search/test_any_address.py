"""Whatever an address says, the list answers with a page."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from search import indexing
from search.facets import FACETS
from search.filters import FORMATS, HTML, PracticeSearchFilterSet
from tests.factories.practices import PracticeFactory

NAMES = [facet.name for facet in FACETS]
OTHERS = [*(name for name in PracticeSearchFilterSet.base_filters if name not in NAMES), "inconnu"]
VALUES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["1", "-1", "0", "999999999999999999999", "53", "53-29", "58194", "1e999,nan"]),
    st.sampled_from(["48.39,-4.49", "91,181", "5", "200", "carte", "proches", "population", "48.4_-4.5"]),
    st.sampled_from([name for name, _ in FORMATS]),
)
ADDRESSES = st.lists(st.tuples(st.sampled_from(NAMES + OTHERS), VALUES), max_size=6)


@pytest.mark.django_db
@given(parameters=ADDRESSES)
@examples(
    max_examples=60,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_address_of_the_list_is_a_page(client, index, sheet, parameters):
    response = client.get("/fiches/", query_params=_lists(parameters))

    if PracticeSearchFilterSet(response.wsgi_request.GET).output == HTML:
        assert response.status_code == 200
        assert not response.context["degraded"]
    elif response.status_code == 400:  # programs are told what was not understood
        assert all(error["reason"] for error in response.json()["errors"])
    else:
        assert response.status_code == 200 and response.getvalue()


@pytest.fixture
def sheet(index):
    practice = PracticeFactory(published=True)
    indexing.drain()
    return practice


def _lists(parameters):
    return {name: [value for other, value in parameters if other == name] for name, _ in parameters}
