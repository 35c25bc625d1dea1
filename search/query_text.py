"""What a person typed, parsed once into a small frozen tree that engines translate.

No query language: no field name, wildcard, range or regular expression can be typed. Only quotes (a phrase)
and a leading minus (without) mean something.
"""

import math
import re
from dataclasses import dataclass, replace

from .analysis import is_stop_word, normalise, words

LONGEST_TEXT = 300  # signs read; what a person types is far shorter
MOST_TERMS = 24
QUOTES = str.maketrans(dict.fromkeys("«»“”", '"'))
PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another; stop words leave a gap, so each word has its place.

    A single word is a phrase of one.
    """

    words: tuple[str, ...]
    places: tuple[int, ...]

    @property
    def is_word(self):
        return len(self.words) == 1


@dataclass(frozen=True, slots=True)
class TextQuery:
    """Phrases of which at least `minimum` must be found, and phrases that must not be."""

    phrases: tuple[Phrase, ...]
    excluded: tuple[Phrase, ...]
    minimum: int

    @property
    def can_loosen(self):
        return self.minimum > 1

    def loosened(self):
        """The same words, any of which is enough."""
        return replace(self, minimum=1)


def parse(text):
    """The tree of what was typed; None when it holds no word to look for.

    Both words of two are asked for, half of them from three on: people type sentences.
    """
    wanted, excluded = [], []
    typed = normalise(text[:LONGEST_TEXT]).translate(QUOTES)
    for piece in PIECE.finditer(typed):
        target = excluded if piece["minus"] else wanted
        if piece["phrase"] is not None:
            target.extend(_phrase(words(piece["phrase"])))
        elif piece["minus"]:
            target.extend(_phrase(words(piece["word"])))
        else:
            target.extend(_single_words(words(piece["word"])))
    wanted = list(dict.fromkeys(wanted))[:MOST_TERMS]
    excluded = list(dict.fromkeys(excluded))[:MOST_TERMS]
    if not wanted and not excluded:
        return None
    return TextQuery(tuple(wanted), tuple(excluded), _minimum(len(wanted)))


def _minimum(count):
    return count if count <= 2 else math.ceil(count / 2)


def _phrase(found):
    kept = [(place, word) for place, word in enumerate(found) if not is_stop_word(word)]
    if kept:
        first = kept[0][0]
        yield Phrase(tuple(word for _, word in kept), tuple(place - first for place, _ in kept))


def _single_words(found):
    """Each word on its own; the single letters of « agent·e·s » say nothing beside a longer word."""
    longest = max(map(len, found), default=0)
    for word in found:
        if not is_stop_word(word) and (len(word) > 1 or longest == 1):
            yield Phrase((word,), (0,))
