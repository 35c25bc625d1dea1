import pytest
from django.urls import reverse

from tests.factories.territories import TerritoryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_suggest_answers_what_a_field_needs(client):
    TerritoryFactory(code="58194", name="Nevers", department_code="58", population=33_085)
    TerritoryFactory(code="58000", name="Nevers-Ancienne", inactive=True)

    response = client.get("/collectivites/suggestions/", {"q": "never"})

    assert response.status_code == 200
    assert response.json() == {
        "results": [{"code": "58194", "label": "Nevers (58)", "kind": "Commune", "population": 33_085}]
    }
    assert response["Cache-Control"] == "public, max-age=300"


def test_suggest_answers_ten_at_most_in_one_query(client, django_assert_num_queries):
    for _ in range(12):
        TerritoryFactory()

    with django_assert_num_queries(1):
        response = client.get(reverse("territories:suggest"), {"q": "plouville"})

    assert len(response.json()["results"]) == 10


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "ab"}, {"q": "x\x00"}, {"unknown": "1"}])
def test_suggest_answers_nothing_to_a_text_too_short(client, query):
    response = client.get(reverse("territories:suggest"), query)

    assert response.status_code in (200, 400)
    assert response.json().get("results", []) == []


def test_suggest_refuses_a_text_too_long(client):
    response = client.get(reverse("territories:suggest"), {"q": "x" * 101})

    assert response.status_code == 400
    assert response.json() == {"errors": {"q": ["Écrivez 100 caractères au plus."]}}


def test_suggest_only_reads(client):
    assert client.post(reverse("territories:suggest"), {"q": "nevers"}).status_code == 405
