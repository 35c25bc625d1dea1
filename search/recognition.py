"""Themes, places and kinds of towns named in what was typed, to offer as filters; nothing is taken away."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Exists, OuterRef

from practices.models import PracticePage
from practices.mutualisation.models import Bearing
from practices.territories.choices import TerritoryKind
from practices.territories.models import Territory
from practices.territories.names import fold, search_key, without_article

from .analysis import is_stop_word, normalise, words
from .engines.base import Step
from .expressions import key_of, longest_known, without_plural
from .query_text import QUOTES, WORD, TextQuery, without_excluded

RECOGNISED = ("theme", "region", "type", "mutualisation", "programme")  # facets whose labels are looked for
LONGEST = 6  # words of a label that say something
LONGEST_NAME = 13  # words of the name of a collectivity, its type being one: no name has more
MOST_NAME_WORDS = 20  # of what was typed
LONG_TYPES = frozenset(("cc", "ca", "cu"))  # of intercommunalities, as the directory writes them
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
# How people call an intercommunality, beside its type in full; the directory writes « CA de Nevers ».
SPOKEN_TYPES = {"agglo": "ca", "agglomeration": "ca", "comcom": "cc"}
KINDS = {"agglo": ("ca",), "agglomération": ("ca",), "comcom": ("cc",)}
REGIONS = {"paca": ("93",), "idf": ("11",), "bfc": ("27",), "hdf": ("32",)}
# What a sheet is worth more for being what the words name: measured by script/relevance, see decision 0009.
POINTS = 8

AREAS = (TerritoryKind.DEPARTEMENT, TerritoryKind.REGION)  # of the facet, rather than collectivities

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
# « Ville de Nevers » is Nevers: what people write before the name of a commune.
BEFORE_TOWNS = frozenset("ville commune mairie".split())

Named = tuple[str, tuple[str, ...]]  # facet and values
ByWords = Mapping[tuple[str, ...], Sequence[Named]]


@dataclass(frozen=True, slots=True)
class Names:
    """What each name stands for: by its words that say something, or by all words of a wording. Some labels
    are recognised only so: « Grand Est », of which one everyday word says something, or « dans le Lot ».
    """

    by_key: ByWords
    by_wording: ByWords


@dataclass(frozen=True, slots=True)
class NamedTerritories:
    """The collectivities that a text names: those that have sheets, and towns and the like that have none."""

    with_sheets: list[Territory] = field(default_factory=list)
    without: list[Territory] = field(default_factory=list)


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


def named_steps(text: TextQuery | None, names: Names, territories: "NamedTerritories") -> tuple[Step, ...]:
    """What adds to the score of the sheets of each value, and of the collectivities, that the words name."""
    codes = tuple(territory.code for territory in territories.with_sheets)
    of_towns = (Step("territory", POINTS, values=codes),) if codes else ()
    return (*(Step(facet, POINTS, values=values) for facet, values in recognise(text, names)), *of_towns)


def with_sheets(territories):
    """Those of some collectivities that lead a public sheet or have confirmed that they carry one."""
    public = PracticePage.objects.findable()
    led = Exists(public.filter(lead=OuterRef("pk")))
    # By key: `practice__in` would list all sheets for each search.
    is_public = Exists(public.filter(pk=OuterRef("practice")))
    carried = Exists(Bearing.objects.standing().filter(is_public, territory=OuterRef("pk")))
    return territories.filter(led | carried)


def named_territories(text) -> NamedTerritories:
    """The collectivities that a text names in full, the longest names only.

    What the text excludes names none, nor does a name that several of them share. One light query; a second
    one when the text holds a name.
    """
    runs = _names_in(without_excluded(text))
    named = list(Territory.objects.active().filter(search_name__in=runs)) if runs else []
    if not named:
        return NamedTerritories()
    keys = [territory.pk for territory in named]
    telling = set(with_sheets(Territory.objects.filter(pk__in=keys)).values_list("pk", flat=True))
    told = _only_ones(territory for territory in named if territory.pk in telling)
    names_told = {territory.search_name for territory in named if territory.pk in telling}
    silent = _only_ones(territory for territory in named if territory.kind not in AREAS)
    return NamedTerritories(
        told, [territory for territory in silent if territory.search_name not in names_told]
    )


def _only_ones(territories):
    """Those whose name no other one has, nor holds within its own."""
    territories = sorted(territories, key=lambda territory: territory.search_name)
    known = Counter(territory.search_name for territory in territories)
    return [
        territory
        for territory in territories
        if known[territory.search_name] == 1 and not _within_another(territory.search_name, known)
    ]


def spoken_words(text):
    """The folded words of a text, a type of intercommunality being written as the directory does."""
    return [SPOKEN_TYPES.get(word, word) for word in fold(text).split()]


def with_bare_names(text):
    """The text in which a collectivity that has sheets is called by its name alone, as a phrase.

    « ville de Fougères » and « communauté d’agglomération de Bastia » ask for Fougères and Bastia: the words
    of their kind stand in many sheets, and often not in their own.
    """
    if '"' in text.translate(QUOTES) or not (BEFORE_TOWNS | LONG_TYPES) & set(spoken_words(text)):
        return text
    for territory in named_territories(text).with_sheets:
        first, last, is_called = _place_of(text, territory)
        if is_called and text[first - 1 : first] != "-":
            text = f'{text[:first]}"{_without_type(territory)}"{text[last:]}'
    return text


def _place_of(text, territory):
    """Where a text calls a collectivity, its kind included, and whether it says its kind."""
    found = list(WORD.finditer(text))
    first, last = name_within(found, text, territory)
    start, is_called = first, territory.search_name.split()[0] in LONG_TYPES
    while not is_called and start and is_stop_word(found[start - 1][0]):
        start -= 1
    if start and not is_called and fold(found[start - 1][0]) in BEFORE_TOWNS:
        first, is_called = start - 1, True
    return found[first].start(), found[last].end(), is_called


def name_within(found, text, territory):
    """The places of the first and last words of a text that name a collectivity; None when none do."""
    for length in range(min(LONGEST_NAME, len(found)), 0, -1):
        for start in range(len(found) - length + 1):
            first, last = found[start], found[start + length - 1]
            typed = " ".join(spoken_words(text[first.start() : last.end()]))
            if search_key(typed) == territory.search_name:
                return start, start + length - 1
    return None


def _without_type(territory):
    first, _, rest = territory.name.partition(" ")
    return rest if first.lower() in LONG_TYPES else territory.name


def _names_in(text):
    """All that may be the name of a collectivity in a text, as `search_name` holds names."""
    typed = spoken_words(text)[:MOST_NAME_WORDS]
    runs = {
        search_key(" ".join(typed[start:stop]))
        for start in range(len(typed))
        for stop in range(start + 1, min(len(typed), start + LONGEST_NAME) + 1)
    }
    return {run for run in runs if len(run) >= SHORTEST}


def _within_another(name, known):
    return any(f" {name} " in f" {other} " for other in known if other != name)


def names_of(labels: Mapping[str, Mapping[str, str]]) -> Names:
    """What each name stands for; a region and its only department share one.

    `labels` holds the label of every value by facet.
    """
    by_key, by_wording = {}, {}
    for facet in RECOGNISED:
        for value, label in labels[facet].items():
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


@lru_cache(maxsize=2_000)
def _key_of_label(label):
    """Labels hardly ever change, and every page of results looks for all of them."""
    return key_of(words(normalise(label)))


@lru_cache(maxsize=500)
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
