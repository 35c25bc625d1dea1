"""One search as a person means it: exactly, then without typing mistakes, then with any of the words."""

from dataclasses import dataclass, replace

from .engines.base import FEW_RESULTS, SearchEngine, SearchQuery, SearchResults
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


def answer(engine: SearchEngine, query: SearchQuery, text: str) -> Answer:
    """Answers what was typed. Mistakes are looked for only when few sheets hold the words as they are.

    Raises SearchUnavailable.
    """
    exact = engine.answer(query)
    if not query.text or exact.total >= FEW_RESULTS:
        return Answer(exact, query.text)
    better = corrected(text)
    if better:
        meant = replace(query, text=understand(better))
        if not exact.total:
            found = engine.search(meant)
            if found.total:
                return Answer(found, meant.text, replaced=better)
        else:
            counting = meant.counting()
            counted = engine.answer(counting)
            if counted.total > exact.total:
                found, count = engine.loosen(query, exact), engine.loosen(counting, counted).total
                return Answer(found, query.text, suggested=better, suggested_count=count)
    return Answer(engine.loosen(query, exact), query.text)


def meant(engine: SearchEngine, query: SearchQuery, text: str) -> SearchQuery:
    """The query whose sheets are those that `answer()` counts: corrected or looser where it is so.

    Raises SearchUnavailable.
    """
    if not query.text:
        return query
    found = answer(engine, query.counting(), text)
    return replace(query, text=found.tree.loosened() if found.results.loosened else found.tree)
