"""What a person meant: the words typed, with their synonyms, towns by their name."""

from .collectivities import named_territories, with_bare_names
from .query_text import parse
from .synonyms.current import current


def understand(text, named=named_territories):
    """The tree of what was typed, with the synonyms in force; None when it holds no word to look for.

    `named` says which collectivities a text names, for who knows them already.
    """
    tree = parse(with_bare_names(text, named))
    return tree and tree.expanded(current.get())
