"""Expressions of one or several words, however they are written, and where they stand in what was typed."""

import re

from practices.plain_text import fold

from .analysis import is_stop_word

PLURAL = re.compile(r"(?<=\w{3})[sx]$")


def key_of(words):
    """What all ways to write one expression share; empty when it holds only stop words.

    Case, accents, plurals and stop words make no difference.
    """
    return tuple(_folded(word) for word in words if not is_stop_word(word))


def longest_known(typed, known, longest):
    """Each expression of `known` in these words, as (start, stop, what is known of it).

    `typed` holds words without stop words; `known` is a mapping by key, of which a false value counts for
    nothing; expressions of more than `longest` words are not looked for. Of expressions that overlap, the
    first one counts, and of those that begin together the longest.
    """
    folded = [_folded(word) for word in typed]
    start = 0
    while start < len(folded):
        for stop in range(min(len(folded), start + longest), start, -1):
            if found := known.get(tuple(folded[start:stop])):
                yield start, stop, found
                start = stop - 1
                break
        start += 1


def without_plural(folded):
    """A folded word without the mark of its plural."""
    return PLURAL.sub("", folded)


def _folded(word):
    return without_plural(fold(word))
