"""How much a line of synonyms serves: asked of the index, which knows every published sheet."""

from ..analysis import normalise, words
from ..documents import PracticeDocument
from ..engines.base import SearchQuery, SearchUnavailable, get_engine
from ..query_text import Alternative, Term, TextQuery, phrase_of


def count_sheets(synonym):
    """How many published sheets hold an expression of a line; None when the engine does not answer."""
    expressions = [expression for part in synonym.expressions for expression in part]
    phrases = [phrase for one in expressions for phrase in phrase_of(words(normalise(one)))]
    if not phrases:
        return 0
    term = Term(tuple(Alternative(phrase) for phrase in dict.fromkeys(phrases)))
    query = SearchQuery(text=TextQuery((term,), (), minimum=1))
    try:
        return get_engine(PracticeDocument).search(query.counting()).total
    except SearchUnavailable:
        return None
