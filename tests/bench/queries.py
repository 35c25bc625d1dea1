"""Varied searches, the same ones in every run: what officials may type and tick, drawn from what is there."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from search.analysis import is_stop_word

WORD = re.compile(r"[^\W\d_]{3,}")
PER_PAGE = 20
BEGINNING = 4  # letters
# The facets that people tick, the likeliest first.
TICKED = ("theme", "population", "region", "type", "mutualisation", "state", "cost", "year", "programme")
TICKED += ("evidence", "audience", "open")


@dataclass(frozen=True)
class BenchSearch:
    """One search, as typed and ticked; the engines, ours and bare, each make their own query of it."""

    words: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    without: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    newest: bool = False
    page: int = 1

    @property
    def typed(self):
        """What stands in the search box."""
        phrase = [f'"{" ".join(self.phrase)}"'] if self.phrase else []
        without = [f"-{self.without}"] if self.without else []
        return " ".join([*self.words, *phrase, *without])

    @property
    def beginning(self):
        """What stands in the box while the first word is typed."""
        return (self.plain or "informatique")[:BEGINNING]

    @property
    def plain(self):
        """The words alone, for backends that know no phrase."""
        return " ".join(self.words + self.phrase)

    @property
    def minimum(self):
        """How many of the words, the phrase counting for one, must be found: both, or all but one."""
        count = len(self.words) + bool(self.phrase)
        return count if count <= 2 else count - 1

    @property
    def operator(self):
        return "and" if len(self.words) + bool(self.phrase) <= 2 else "or"

    @property
    def offset(self):
        return (self.page - 1) * PER_PAGE

    @property
    def query_string(self):
        parameters = {"q": self.typed, **self.filters}
        parameters |= {"sort": "recentes" if self.newest else "", "page": self.page if self.page > 1 else ""}
        return urlencode({name: value for name, value in parameters.items() if value}, doseq=True)


def varied_searches(documents, count, seed=3):
    """`count` searches with 0 to 3 facets by turns, most with words that some sheet holds."""
    chance = random.Random(seed)
    documents = list(documents)
    return [_search(chance, *chance.choices(documents, k=2), number % 4) for number in range(count)]


def _search(chance, document, other, facets):
    ticked = {}
    for name in _some(chance, TICKED, facets):
        values = list(getattr(document, name))
        if values:
            ticked[name] = (chance.choice(values),)
    phrase = _phrase(chance, document.body) if chance.random() < 0.1 else ()
    words = _words(chance, document) if chance.random() < 0.75 and not phrase else ()
    text = bool(words or phrase)
    return BenchSearch(
        words=words,
        phrase=phrase,
        without=chance.choice(_content_words(other.body)) if text and chance.random() < 0.08 else "",
        filters={name: _widened(chance, name, values, document) for name, values in ticked.items()},
        newest=chance.random() < 0.1,
        page=chance.randint(2, 5) if chance.random() < 0.12 and not (text and facets > 1) else 1,
    )


def _some(chance, names, count):
    weights = [1 / (rank + 2) for rank in range(len(names))]
    chosen = []
    while len(chosen) < count:
        name = chance.choices(names, weights=weights)[0]
        if name not in chosen:
            chosen.append(name)
    return chosen


def _widened(chance, name, values, document):
    """Sometimes a second value in the same facet: a neighbour year, or another theme of the sheet."""
    others = [value for value in getattr(document, name) if value not in values]
    if name == "year":
        others = [str(int(values[0]) - 1)]
    nested = [other for other in others if not _is_kin(other, values[0])]
    return (*values, nested[0]) if nested and chance.random() < 0.4 else values


def _is_kin(one, other):
    """Whether one is the parent of the other: a page never asks for both."""
    one, other = re.split("[/-]", one), re.split("[/-]", other)
    return one[: len(other)] == other or other[: len(one)] == one


def _words(chance, document):
    title, body = _content_words(document.title), _content_words(document.body)
    wanted = chance.choice((1, 1, 2, 2, 2, 3, 4))
    found = [chance.choice(title if title and chance.random() < 0.5 else body) for _ in range(wanted)]
    return tuple(dict.fromkeys(found))


def _phrase(chance, text):
    """Two words that follow one another in a line of the text."""
    pairs = [
        (one, other)
        for one, other in re.findall(r"\b([^\W\d_]{3,}) (?=([^\W\d_]{3,})\b)", text)
        if not is_stop_word(one) and not is_stop_word(other)
    ]
    return chance.choice(pairs) if pairs else ()


def _content_words(text):
    return [word for word in WORD.findall(text) if not is_stop_word(word)]
