"""Comparing what a person wrote with the words that are known."""

import re
from difflib import get_close_matches

from ..plain_text import fold
from .errors import quoted

CLOSENESS = 0.6


def key(text):
    """What two spellings of the same words share: no case, accent, sign or double space."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(str(text))))


def suggestion(text, known):
    """A sentence that names the nearest known word, with a space before; empty when none is near.

    `known` may be a dict of words and of what is shown for each.
    """
    by_key = {key(word): known[word] if isinstance(known, dict) else word for word in known}
    close = get_close_matches(key(text), by_key, n=1, cutoff=CLOSENESS)
    return f" Vouliez-vous dire {quoted(by_key[close[0]])}\u202f?" if close else ""
