"""The search as it is, with each of its parts switched off, plain BM25, and what was tried and not kept."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from practices.choices import Evidence
from search.answering import answer
from search.collectivities import named_territories
from search.engines.base import SearchQuery, Step
from search.facets import FACETS
from search.query_text import parse
from search.recognition import named_steps, names_of
from search.understanding import understand

LIMIT = 10
# Tried and not kept, see decision 0009; in points of score.
BONUS = 0.5
FRESH = Step("year", BONUS, values=("2024", "2025", "2026"))
PROVEN = (
    Step("evidence", BONUS, values=(Evidence.MEASURED,)),
    Step("evidence", BONUS / 2, values=(Evidence.ATTACHED,)),
)


@dataclass(frozen=True, slots=True)
class System:
    """`keys(engine, text)` are the first ten. `weighted`: whether fields weigh as PracticeDocument says."""

    name: str
    keys: Callable
    weighted: bool = True


def _query(tree, steps=()):
    return SearchQuery(text=tree, limit=LIMIT, passages=False, steps=steps)


def whole(engine, text):
    return with_steps()(engine, text)


def with_steps(*steps):
    """Ours, with constants added to the score of some sheets."""

    def keys(engine, text):
        tree = understand(text)
        return answer(
            engine, _query(tree, (*named_steps(tree, _names(), named_territories(text)), *steps)), text
        ).results.keys

    return keys


@cache
def _names():
    return names_of({facet.name: dict(facet.vocabulary()) for facet in FACETS})


def without_names(engine, text):
    """What the words name, a theme or a kind of town, counts no more than other words."""
    return answer(engine, _query(understand(text)), text).results.keys


def without_corrections(engine, text):
    return engine.search(_query(understand(text))).keys


def without_synonyms(engine, text):
    return engine.search(_query(parse(text))).keys


def without_loosening(engine, text):
    return engine.answer(_query(understand(text))).keys


def any_word(engine, text):
    """All that holds any of the words: as plain BM25, but with the parts of ours."""
    return engine.answer(_query(understand(text).loosened())).keys


def plain(engine, text):
    return engine.answer(_query(parse(text).loosened())).keys


SYSTEMS = (
    System("plain BM25 (stemmed, any word, no weights)", plain, weighted=False),
    System("ours", whole),
    System("… without names", without_names),
    System("… without names and corrections", without_corrections),
    System("… without names, corrections and synonyms", without_synonyms),
    System("… without names, corrections and loosening", without_loosening),
    System("… without names and corrections, any word is enough", any_word),
    System("… without field weights", whole, weighted=False),
    System("… with freshness", with_steps(FRESH)),
    System("… with evidence", with_steps(*PROVEN)),
)


def without_weights(engine):
    """Makes all fields of an engine weigh the same; returns what makes them weigh again."""
    weighted = engine.fields.texts
    engine.fields.texts = {name: replace(field, boost=1.0) for name, field in weighted.items()}
    return lambda: setattr(engine.fields, "texts", weighted)
