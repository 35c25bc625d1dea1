"""Themes, places and kinds of towns named in what was typed, to offer as filters; nothing is taken away."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from .analysis import normalise, words
from .expressions import key_of, longest_known
from .query_text import TextQuery

RECOGNISED = ("theme", "region", "type", "mutualisation", "programme")  # facets whose labels are looked for
LONGEST = 6  # words of a label
# Less than three letters tell nothing on their own: « Ain » is the shortest name.
SHORTEST = 3

# How people call towns of a size. Sources: « petite ville » as the programme Petites villes de demain (under
# 20 000), « ville moyenne » as the members of Villes de France (20 000 to 100 000).
SIZES = {
    "village": ("commune-0", "commune-1000"),
    "petite commune": ("commune-0", "commune-1000"),
    "commune rurale": ("commune-0", "commune-1000"),
    "petite ville": ("commune-3500", "commune-10000"),
    "ville moyenne": ("commune-20000", "commune-50000"),
    "grande ville": ("commune-100000", "commune-200000"),
}
KINDS = {"agglo": ("ca",), "agglomération": ("ca",), "comcom": ("cc",)}

Named = tuple[str, tuple[str, ...]]  # facet and values


def recognise(text: TextQuery | None, labels: Mapping[str, Mapping[str, str]]) -> Iterator[Named]:
    """Each facet that the words name, with the values they name, in the order they were typed.

    `labels` holds the label of every value by facet. Of names within one another the longest counts.
    """
    typed = [term.word for term in text.terms] if text else []
    known = _known(labels) if typed else {}
    for _, _, named in longest_known(typed, known, LONGEST):
        yield from named


def _known(labels) -> dict[tuple[str, ...], Sequence[Named]]:
    """What each name stands for; a region and its only department share one."""
    known = {}
    for facet in RECOGNISED:
        for value, label in labels[facet].items():
            key = _key_of_label(label)
            if key and (len(key) > 1 or len(key[0]) >= SHORTEST):
                named = known.setdefault(key, [])
                if all(name != facet for name, _ in named):
                    named.append((facet, (value,)))
    for facet, names in (("population", SIZES), ("type", KINDS)):
        for name, values in names.items():
            known[_key_of_label(name)] = [(facet, values)]
    known.pop(_key_of_label("commune"), None)  # in every other search, and says nothing
    return known


@lru_cache(maxsize=2_000)
def _key_of_label(label):
    """Labels hardly ever change, and every page of results looks for all of them."""
    return key_of(words(normalise(label)))
