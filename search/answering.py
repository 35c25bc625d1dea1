"""One search as a person means it: exactly, then without typing mistakes, then with any of the words."""

import contextlib
from dataclasses import dataclass, replace

from .engines.base import FEW_RESULTS, Answering, SearchQuery, SearchResults, SearchUnavailable
from .query_text import TextQuery
from .spelling.correcting import corrected
from .understanding import understand


@dataclass(frozen=True, slots=True)
class Answer:
    """Results, the tree they answer, and what was done about typing mistakes.

    `replaced` is the corrected text that was searched because what was typed gives nothing; `suggested` one
    that would give `suggested_count` sheets, more than what was typed.
    """

    results: SearchResults
    tree: TextQuery | None
    replaced: str = ""
    suggested: str = ""
    suggested_count: int = 0
    is_degraded: bool = False  # the database answered, for no engine did


def answer(engine: Answering, query: SearchQuery, text: str, *, extras: Answering | None = None) -> Answer:
    """Answers what was typed. Mistakes are looked for only when few sheets hold the words as they are; they
    are corrected where none of all sheets does, whatever the filters.

    `extras` answers what a page can do without, where it is not the engine. Raises SearchUnavailable.
    """
    exact = engine.answer(query)
    if not query.text or exact.total >= FEW_RESULTS:
        return Answer(exact, query.text)
    better = corrected(text)
    if better and not exact.total:
        meant = replace(query, text=understand(better))
        found = engine.search(meant)
        if found.total and not _is_held(engine, query):
            return Answer(found, meant.text, replaced=better)
    found = engine.loosen(query, exact)
    if better and exact.total:
        count = _count_of(extras or engine, replace(query.counting(), text=understand(better)), exact.total)
        if count:
            return Answer(found, query.text, suggested=better, suggested_count=count)
    return Answer(found, query.text)


def _is_held(engine, query):
    """Whether a sheet that the filters leave out holds the words, where none within them does."""
    return bool(query.filters and engine.answer(query.everywhere()).total)


def _count_of(extras, query, fewer):
    """How many sheets other words give, if more hold them; 0 while nobody answers."""
    with contextlib.suppress(SearchUnavailable):
        found = extras.answer(query)
        if found.total > fewer:
            return extras.loosen(query, found).total
    return 0


def meant(engine: Answering, query: SearchQuery, text: str) -> SearchQuery:
    """The query whose sheets are those that `answer()` counts: corrected or looser where it is so.

    Raises SearchUnavailable.
    """
    if not query.text:
        return query
    found = answer(engine, query.counting(), text)
    return replace(query, text=found.tree.loosened() if found.results.loosened else found.tree)
