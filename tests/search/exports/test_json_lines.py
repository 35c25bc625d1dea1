"""The whole list as JSON, one sheet a line."""

import json

import pytest

from search import indexing
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


@pytest.mark.parametrize("words", ["sauvgarder", "sauvegarder piscine"])
def test_lines_are_what_the_page_found_instead_of_the_words(client, index, words):
    PracticeFactory(published=True, title="Sauvegarder les données")
    PracticeFactory(published=True, title="Former les agents")
    indexing.rebuild()

    response = client.get(f"/fiches/?format=jsonl&q={words}")

    page = json.loads(client.get(f"/fiches/?format=json&q={words}").content)
    assert [result["title"] for result in page["results"]] == ["Sauvegarder les données"]
    assert [json.loads(line)["title"] for line in response.streaming_content] == ["Sauvegarder les données"]


def test_lines_follow_the_search(client, index):
    PracticeFactory(published=True, title="Sauvegarder les données")
    PracticeFactory(published=True, title="Former les agents")
    index()

    response = client.get("/fiches/?format=jsonl&q=former")

    assert [json.loads(line)["title"] for line in response.streaming_content] == ["Former les agents"]
