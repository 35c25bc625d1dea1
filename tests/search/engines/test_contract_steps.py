"""Steps add to the score and never change what is found; both engines give the same order."""

import random

import pytest

from search.engines.base import SearchQuery, Step

from .notes import found, note, query, store


@pytest.fixture
def engine(fresh_engine):
    return fresh_engine


def test_steps_order_what_no_word_orders(engine):
    store(engine, note(1, region=["53"]), note(2, region=["11"]), note(3, region=["53", "53-29"]))
    steps = [Step("region", 2, values=("53",)), Step("region", 1, values=("53-29", "53-35"))]
    assert found(engine, steps=steps) == [3, 1, 2]


def test_bounds_of_a_number_are_included(engine):
    store(engine, *(note(size, size=size) for size in (99, 100, 150, 151)))
    assert found(engine, steps=[Step("size", 1, low=100, high=150)]) == [100, 150, 99, 151]


def test_a_bound_can_lack(engine):
    store(engine, *(note(size, size=size) for size in (1, 2, 3)))
    assert found(engine, steps=[Step("size", 1, low=3)]) == [3, 1, 2]
    assert found(engine, steps=[Step("size", 1, high=2)]) == [1, 2, 3]


def test_what_has_no_number_is_in_no_range(engine):
    store(engine, note(1), note(2, size=0))
    assert found(engine, steps=[Step("size", 1, low=0)]) == [2, 1]


def test_steps_never_change_what_is_found(engine):
    store(engine, note(1, "wifi", size=5), note(2, "wifi", theme=["a"]), note(3, "fibre", size=5))
    steps = [Step("size", 1, low=5, high=5)]
    assert engine.answer(query("wifi", steps=steps)).total == 2
    assert found(engine, "wifi", steps=steps) == [1, 2]
    assert found(engine, steps=steps, filters={"theme": ["a"]}, facets=["theme"]) == [2]
    assert engine.answer(query(steps=steps, facets=["theme"])).facets == {"theme": {"a": 1}}


def test_words_decide_between_equals(engine):
    store(
        engine,
        note(1, body="wifi et bien d’autres choses encore", size=5),
        note(2, "wifi", size=5),
        note(3, "wifi", size=9),
    )
    assert found(engine, "wifi", steps=[Step("size", 1_000, low=5, high=5)]) == [2, 1, 3]


def test_the_order_asked_settles_ties(engine):
    store(engine, note(1, newest=1), note(2, newest=3, size=1), note(3, newest=2), note(4, newest=4, size=1))
    steps = [Step("size", 1, low=1, high=1)]
    assert found(engine, steps=steps, order="newest") == [4, 2, 3, 1]
    assert found(engine, steps=steps) == [2, 4, 1, 3]


def test_pages_follow_one_another(engine):
    """Many equal scores, several commits: no sheet twice, none left out, each where the sum puts it."""
    chance = random.Random(9)
    notes = [
        note(pk, size=chance.choice([None, 10, 20, 30]), region=[chance.choice(["53", "11"])], newest=pk % 7)
        for pk in range(1, 121)
    ]
    for start in range(0, 120, 40):
        store(engine, *notes[start : start + 40])
    steps = [
        Step("size", 3, low=10, high=10),
        Step("size", 2, low=10, high=20),
        Step("region", 1, values=("53",)),
    ]

    def score(item):
        return 3 * (item.size == 10) + 2 * (item.size in (10, 20)) + ("53" in item.region)

    expected = [item.pk for item in sorted(notes, key=lambda item: (-score(item), -item.newest))]
    seen = [
        key
        for offset in range(0, 120, 10)
        for key in engine.answer(SearchQuery(steps=steps, order="newest", offset=offset, limit=10)).keys
    ]
    assert seen == expected


def test_step_that_says_nothing_is_refused():
    with pytest.raises(ValueError, match="values or a bound"):
        Step("size", 1)
