"""Equal scores, more of them than a page holds: by the order asked, else by key, on every page."""

import random

import pytest

from search.engines.base import DEEPEST_RESULT, Step

from .notes import found, note, settle

SOME, MANY = 600, 12_000
TOWN = Step("region", 1_000, values=("53",))


def shuffled(count):
    keys = list(range(1, count + 1))
    random.Random(1).shuffle(keys)
    return keys


def filled(engine, notes):
    engine.rebuild(notes)
    settle(engine)
    return engine


@pytest.fixture
def some(new_engine):
    """Notes alike but for their keys, which come in no order."""
    return filled(new_engine(), (note(key, "vélo", body="texte", newest=key) for key in shuffled(SOME)))


@pytest.fixture
def many(new_engine):
    """One of three in Nantes, all others in Brest; the oldest 300 have a size."""
    return filled(
        new_engine(),
        (
            note(
                key,
                "vélo",
                newest=key,
                region=["44" if key % 3 == 0 else "53"],
                size=1 if key <= 300 else None,
            )
            for key in shuffled(MANY)
        ),
    )


@pytest.mark.parametrize("typed", ["-piscine", "vélo", "vélo texte -piscine", ""])
def test_pages_of_equals_follow_one_another(some, typed):
    pages = [found(some, typed, offset=start, limit=20) for start in range(0, SOME, 20)]

    assert sum(pages, []) == list(range(1, SOME + 1))


def test_pages_of_equal_steps_follow_one_another(some):
    steps = [Step("size", 3, low=1), Step("region", 2, values=("53",))]
    for options, expected in (
        ({"order": "newest"}, list(range(SOME, 0, -1))),
        ({}, list(range(1, SOME + 1))),
    ):
        pages = [found(some, steps=steps, offset=start, limit=60, **options) for start in range(0, SOME, 60)]
        assert sum(pages, []) == expected


@pytest.mark.parametrize("typed", ["", "vélo"])
def test_first_and_last_page_among_more_equals_than_there_are_pages(many, typed):
    brest = [key for key in range(1, MANY + 1) if key % 3]
    nantes = [key for key in range(1, MANY + 1) if key % 3 == 0]
    by_key, newest = brest + nantes, brest[::-1] + nantes[::-1]
    old = list(range(300, 0, -1)) + list(range(MANY, 300, -1))

    def page(offset, *steps, **options):
        return found(many, typed, steps=steps, offset=offset, limit=10, **options)

    for offset in (0, 5_000, 7_995, DEEPEST_RESULT - 10):
        end = offset + 10
        assert page(offset, TOWN) == by_key[offset:end]
        assert page(offset, TOWN, order="newest") == newest[offset:end]
        assert page(offset, Step("size", 1_000, low=1), order="newest") == old[offset:end]
