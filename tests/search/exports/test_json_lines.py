"""The whole list as JSON, one sheet a line."""

import json

import pytest

from tests.factories.practices import PracticeFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db


def test_lines_hold_every_sheet_where_a_page_holds_some(client, index):
    lead = TerritoryFactory()
    PracticeFactory.create_batch(3, published=True, lead=lead)
    index()

    response = client.get("/fiches/?format=jsonl")
    sheets = [json.loads(line) for line in response.streaming_content]

    page = json.loads(client.get("/fiches/?format=json&page_size=2").content)
    assert len(page["results"]) == 2
    assert len(sheets) == page["total"] == 3
    assert page["results"][0] in sheets


def test_lines_follow_the_search(client, index):
    PracticeFactory(published=True, title="Sauvegarder les données")
    PracticeFactory(published=True, title="Former les agents")
    index()

    response = client.get("/fiches/?format=jsonl&q=former")

    assert [json.loads(line)["title"] for line in response.streaming_content] == ["Former les agents"]
