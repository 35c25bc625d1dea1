"""Which expressions stand for which, looked up in the words that a person typed."""

from ..analysis import normalise, words
from ..expressions import key_of, longest_known


class Thesaurus:
    """Built once from lines of (terms, replacements), each a sequence of expressions; never changes.

    Without replacements the terms of a line stand for each other, else each of them stands for the
    replacements, not the other way round. Case, accents, plurals and stop words make no difference.
    """

    def __init__(self, lines=()):
        self._meanings = {}
        self.words = set()  # of all expressions, as they are written
        self._longest = 0
        for terms, replacements in lines:
            for term in terms:
                self._add(term, replacements or terms)

    def _add(self, term, others):
        key = key_of(words(normalise(term)))
        self.words.update(words(normalise(term).lower()))
        if not key:
            return
        self._longest = max(self._longest, len(key))
        meanings = self._meanings.setdefault(key, {})
        for other in others:
            said = tuple(words(normalise(other)))
            if key_of(said) not in ((), key):
                meanings.setdefault(said)

    def expansions(self, typed):
        """For each known expression in these words, the longest first: (start, stop, expressions).

        `typed` holds words without stop words; `expressions` are tuples of words.
        """
        for start, stop, meanings in longest_known(typed, self._meanings, self._longest):
            yield start, stop, tuple(meanings)
