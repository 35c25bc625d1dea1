"""Beginnings of words are found exactly, all of them, and change no score."""

import pytest

from .notes import found, note, query, store


@pytest.fixture
def engine(fresh_engine):
    store(
        fresh_engine,
        note(1, "wifi", begun=["wi", "wif", "wifi", "pu", "pub"], newest=1),
        note(2, "wifi", begun=["wi", "wif"], newest=2, theme=["a"]),
        note(3),
    )
    return fresh_engine


def test_all_beginnings_are_asked_for(engine):
    assert found(engine, prefixes=["wif"], order="newest") == [2, 1]
    assert found(engine, prefixes=["wif", "pu"], order="newest") == [1]
    assert found(engine, prefixes=["w"]) == []
    assert found(engine, prefixes=["WIF"]) == []


def test_beginnings_narrow_words_filters_and_counts(engine):
    assert found(engine, "wifi", prefixes=["pub"]) == [1]
    assert found(engine, prefixes=["wi"], filters={"theme": ["a"]}) == [2]
    assert engine.answer(query(prefixes=["pu"], facets=["theme"])).facets == {"theme": {}}
    assert engine.answer(query(prefixes=["wi"], facets=["theme"])).facets == {"theme": {"a": 1}}
    assert list(engine.scan(query(prefixes=["wi"]))) == [1, 2]
