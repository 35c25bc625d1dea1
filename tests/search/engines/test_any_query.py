"""Whatever is typed, whatever filters are asked for: counts add up, filters hold, both engines agree."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from search.engines.base import SearchQuery, Step
from search.query_text import parse

from .notes import note, settle

WORDS = (
    "école écoles cantine cantines vélo vélos mairie œuvre données numérique français française l'eau d’été "
    "de la le pour à mise projet bijoux 3,5 agent·e·s data.gouv.fr open_data C++ 👏🏽 aujourd’hui İstanbul"
).split()
THEMES = ["a", "a/b", "a/c", "d", "é", 'quote"d', "espace \u00a0 ici"]
REGIONS = ["53", "53-29", "44", "44-67"]
FACETS = ("theme", "region")
FEW = examples(
    max_examples=80,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def corpus():
    dice = random.Random(7)

    def some(values, most):
        return dice.sample(values, dice.randint(0, most))

    def text(most):
        return " ".join(dice.choices(WORDS, k=dice.randint(0, most)))

    return {
        pk: note(
            pk,
            text(4),
            summary=text(8),
            body=text(20),
            theme=some(THEMES, 3),
            region=some(REGIONS, 2),
            newest=dice.randint(0, 5),
            size=dice.choice([None, 0, 10, 10_000]),
        )
        for pk in range(1, 61)
    }


NOTES = corpus()
SIGNS = st.sampled_from([" ", " ", ' "', '" ', " -", '-"', "*", ":", " AND ", "~2", "(", "[", "\\", "\0"])
TYPED = st.lists(st.one_of(st.sampled_from(WORDS), SIGNS, st.text(max_size=6)), max_size=10).map("".join)


def values(known):
    return st.lists(st.one_of(st.sampled_from(known), st.text(max_size=10)), min_size=1, max_size=4)


FILTERS = st.fixed_dictionaries({}, optional={"theme": values(THEMES), "region": values(REGIONS)})
NUMBERS = st.integers(-(2**31), 2**31)
BOUNDS = st.fixed_dictionaries({"low": NUMBERS}, optional={"high": NUMBERS}) | st.fixed_dictionaries(
    {"high": NUMBERS}
)
STEPS = st.lists(
    st.one_of(
        BOUNDS.map(lambda bounds: Step("size", 30.0, **bounds)),
        st.builds(Step, field=st.just("region"), score=st.just(9.0), values=values(REGIONS).map(tuple)),
    ),
    max_size=3,
)
QUERIES = st.builds(
    SearchQuery,
    text=TYPED.map(parse),
    filters=FILTERS,
    facets=st.just(FACETS),
    order=st.sampled_from(["", "newest"]),
    steps=STEPS,
    limit=st.just(len(NOTES)),
)


def filled(engine):
    engine.rebuild(NOTES.values())
    settle(engine)
    return engine


@pytest.fixture
def any_engine(new_engine):
    return filled(new_engine())


def fits(document, filters):
    return all(set(getattr(document, name)) & set(wanted) for name, wanted in filters.items())


@given(query=QUERIES)
@FEW
def test_answer_is_whole_and_keeps_every_filter(any_engine, query):
    results = any_engine.answer(query)

    assert len(set(results.keys)) == len(results.keys) == results.total
    assert sorted(results.keys) == list(any_engine.scan(query))
    assert all(fits(NOTES[key], query.filters) for key in results.keys)
    if query.text is None:
        assert set(results.keys) == {pk for pk, document in NOTES.items() if fits(document, query.filters)}


@given(query=QUERIES)
@FEW
def test_counts_of_a_facet_are_those_of_the_sheets_without_its_own_filter(any_engine, query):
    results = any_engine.answer(query)

    for name in FACETS:
        rest = SearchQuery(text=query.text, filters=query.without_filter(name))
        found = [NOTES[key] for key in any_engine.scan(rest)]
        expected = Counter(value for document in found for value in getattr(document, name))
        assert results.facets[name] == dict(expected)


@given(query=QUERIES, size=st.integers(1, 20))
@examples(FEW, max_examples=30)
def test_pages_follow_one_another(any_engine, query, size):
    whole = any_engine.answer(query).keys

    starts = range(0, len(NOTES), size)
    pages = [any_engine.answer(replace(query, offset=start, limit=size)).keys for start in starts]

    assert sum(pages, ()) == whole


@given(query=QUERIES)
@FEW
def test_looser_words_never_find_less(any_engine, query):
    results = any_engine.search(query)

    assert set(any_engine.scan(query)) <= set(results.keys)
    assert all(fits(NOTES[key], query.filters) for key in results.keys)


@pytest.fixture
def both(new_tantivy, new_elasticsearch):
    return filled(new_tantivy()), filled(new_elasticsearch())


@given(query=QUERIES)
@FEW
def test_both_engines_find_and_count_the_same(both, query):
    one, other = (engine.search(query) for engine in both)

    assert (set(one.keys), one.total, one.loosened) == (set(other.keys), other.total, other.loosened)
    assert one.facets == other.facets
    if query.order == "newest" and not query.steps:
        assert one.keys == other.keys
