"""What the words of a search name among the values of facets: themes, places, kinds of towns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from practices.territories.names import fold, without_article

from .analysis import normalise, words
from .collectivities import NamedTerritories
from .engines.base import Step
from .expressions import key_of, longest_known, without_plural
from .query_text import TextQuery

RECOGNISED = ("theme", "region", "type", "mutualisation", "programme")  # facets whose labels are looked for
LONGEST = 6  # words of a label that say something
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
# How people call an intercommunality, beside its type in full.
KINDS = {"agglo": ("ca",), "agglomération": ("ca",), "comcom": ("cc",)}
REGIONS = {"paca": ("93",), "idf": ("11",), "bfc": ("27",), "hdf": ("32",)}
# What a sheet is worth more for being what the words name: measured by script/relevance, see decision 0009.
POINTS = 8

# Departments and regions whose name is an everyday word: one says where something is, or whose it is.
EVERYDAY = {
    "cher": "dans le",
    "lot": "dans le",
    "manche": "dans la",
    "nord": "dans le",
    "reunion": "a la",
    "somme": "dans la",
}
OF_PLACES = ("departement", "region", "communes", "mairies", "villes", "villages", "elus", "habitants")
Named = tuple[str, tuple[str, ...]]  # facet and values
ByWords = Mapping[tuple[str, ...], Sequence[Named]]


@dataclass(frozen=True, slots=True)
class Names:
    """What each name stands for: by its words that say something, or by all words of a wording. Some labels
    are recognised only so: « Grand Est », of which one everyday word says something, or « dans le Lot ».
    """

    by_key: ByWords
    by_wording: ByWords


def recognise(text: TextQuery | None, names: Names) -> Iterator[Named]:
    """Each facet that the words name, with the values they name, in the order they were typed; then those
    that only a whole wording names. Of names within one another the longest counts.
    """
    if not text:
        return
    for _, _, named in longest_known([term.word for term in text.terms], names.by_key, LONGEST):
        yield from named
    for _, _, named in longest_known(("", *text.said, ""), names.by_wording, LONGEST):
        yield from named


def named_steps(text: TextQuery | None, names: Names, territories: NamedTerritories) -> tuple[Step, ...]:
    """What adds to the score of the sheets of each value, and of the collectivities, that the words name."""
    codes = tuple(territory.code for territory in territories.with_sheets)
    of_towns = (Step("territory", POINTS, values=codes),) if codes else ()
    return (*(Step(facet, POINTS, values=values) for facet, values in recognise(text, names)), *of_towns)


def names_of(labels: Mapping[str, Mapping[str, str]]) -> Names:
    """What each name stands for; a region and its only department share one.

    `labels` holds the label of every value by facet.
    """
    return _names_of(tuple((facet, tuple(labels[facet].items())) for facet in RECOGNISED))


@lru_cache(maxsize=8)
def _names_of(labels):
    """Kept: labels hardly ever change, and every page of results asks what its words name."""
    by_key, by_wording = {}, {}
    for facet, values_and_labels in labels:
        for value, label in values_and_labels:
            key, wordings = _key_of_label(label), _wordings_of(label) if facet == "region" else ()
            known = by_wording if wordings else by_key
            for name in wordings or [key]:
                if name and (len(name) > 1 or len(name[0]) >= SHORTEST):
                    named = known.setdefault(name, [])
                    if all(other != facet for other, _ in named):
                        named.append((facet, (value,)))
    for facet, names in (("population", SIZES), ("type", KINDS), ("region", REGIONS)):
        for name, values in names.items():
            by_key[_key_of_label(name)] = [(facet, values)]
    by_key.pop(_key_of_label("commune"), None)  # in every other search, and says nothing
    return Names(by_key, by_wording)


def _key_of_label(label):
    return key_of(words(normalise(label)))


def _wordings_of(label):
    """The wordings that alone name a place, when its one word that says something does not; else nothing."""
    name = without_article(fold(label))
    if len(_key_of_label(label)) > 1:
        return ()
    if " " in name:
        return (_wording(name),)
    if name not in EVERYDAY:
        return ()
    before = EVERYDAY[name]
    article = {"le": "du", "la": "de la"}[before.split()[-1]]
    told = [f"{before} {name}", *(f"{noun} {link} {name}" for noun in OF_PLACES for link in (article, "de"))]
    told += [f"{noun} {name}" for noun in OF_PLACES[:2]]
    return (("", *_wording(fold(label)), ""), *map(_wording, told))


def _wording(folded):
    """All the words, as `longest_known` compares them; "" is where what was typed begins and ends."""
    return tuple(map(without_plural, folded.split()))
