"""The search as it is, with each of its parts switched off, and plain BM25."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from search.answering import answer
from search.engines.base import SearchQuery
from search.query_text import parse
from search.understanding import understand

LIMIT = 10


@dataclass(frozen=True, slots=True)
class System:
    """`keys(engine, text)` are the first ten. `weighted`: whether fields weigh as PracticeDocument says."""

    name: str
    keys: Callable
    weighted: bool = True


def _query(tree):
    return SearchQuery(text=tree, limit=LIMIT, passages=False)


def whole(engine, text):
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
    System("… without corrections", without_corrections),
    System("… without corrections and synonyms", without_synonyms),
    System("… without corrections and loosening", without_loosening),
    System("… without corrections, any word is enough", any_word),
    System("… without field weights", whole, weighted=False),
)


def without_weights(engine):
    """Makes all fields of an engine weigh the same; returns what makes them weigh again."""
    weighted = engine.fields.texts
    engine.fields.texts = {name: replace(field, boost=1.0) for name, field in weighted.items()}
    return lambda: setattr(engine.fields, "texts", weighted)
