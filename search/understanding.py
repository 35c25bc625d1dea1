"""What a person meant: the words typed, with their synonyms, towns by their name."""

from .collectivities import with_bare_names
from .query_text import parse
from .synonyms.current import current


def understand(text):
    """The tree of what was typed, with the synonyms in force; None when it holds no word to look for."""
    tree = parse(with_bare_names(text))
    return tree and tree.expanded(current.get())
