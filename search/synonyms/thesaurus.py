"""Which expressions stand for which, looked up in the words that a person typed."""

import re

from practices.plain_text import fold

from ..analysis import is_stop_word, normalise, words

PLURAL = re.compile(r"(?<=\w{3})[sx]$")


class Thesaurus:
    """Built once from lines of (terms, replacements), each a sequence of expressions; never changes.

    Without replacements the terms of a line stand for each other, else each of them stands for the
    replacements, not the other way round. Case, accents, plurals and stop words make no difference.
    """

    def __init__(self, lines=()):
        self._meanings = {}
        self._longest = 0
        for terms, replacements in lines:
            for term in terms:
                self._add(term, replacements or terms)

    def _add(self, term, others):
        key = key_of(words(normalise(term)))
        if not key:
            return
        self._longest = max(self._longest, len(key))
        meanings = self._meanings.setdefault(key, {})
        for other in others:
            said = tuple(words(normalise(other)))
            if key_of(said) and key_of(said) != key:
                meanings.setdefault(said)

    def expansions(self, typed):
        """For each known expression in these words, the longest first: (start, stop, expressions).

        `typed` holds words without stop words; `expressions` are tuples of words.
        """
        folded = [_folded(word) for word in typed]
        start = 0
        while start < len(folded):
            for stop in range(min(len(folded), start + self._longest), start, -1):
                if meanings := self._meanings.get(tuple(folded[start:stop])):
                    yield start, stop, tuple(meanings)
                    start = stop - 1
                    break
            start += 1


def key_of(expression):
    """What two ways to write one expression share; empty when it holds only stop words."""
    return tuple(_folded(word) for word in expression if not is_stop_word(word))


def _folded(word):
    return PLURAL.sub("", fold(word))
