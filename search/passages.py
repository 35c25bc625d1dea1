"""Passages as people read them."""

import re

from .engines.base import Passage

SPACES = re.compile(r"\s+")


def readable(passage: Passage) -> Passage:
    """A passage on one line, with dots where the sentence goes on, and typographic apostrophes."""
    if not passage:
        return ()
    pieces = [(SPACES.sub(" ", text).replace("'", "’"), marked) for text, marked in passage]
    first, last = pieces[0][0].lstrip(), pieces[-1][0].rstrip()
    before = "" if first[:1].isupper() else "… "
    after = "" if last.endswith((".", "!", "?")) else " …"
    return ((before, False), *pieces, (after, False))
