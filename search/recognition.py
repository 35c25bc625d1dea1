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
from practices.territories.names import fold, search_key

from .analysis import normalise, words
from .engines.base import Step
from .expressions import key_of, longest_known
from .query_text import TextQuery, without_excluded

RECOGNISED = ("theme", "region", "type", "mutualisation", "programme")  # facets whose labels are looked for
LONGEST = 6  # words of a label that say something
LONGEST_NAME = 13  # words of the name of a collectivity, its type being one: no name has more
MOST_NAME_WORDS = 20  # of what was typed
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

Named = tuple[str, tuple[str, ...]]  # facet and values
Names = Mapping[tuple[str, ...], Sequence[Named]]  # what each name stands for


@dataclass(frozen=True, slots=True)
class NamedTerritories:
    """The collectivities that a text names: those that have sheets, and towns and the like that have none."""

    with_sheets: list[Territory] = field(default_factory=list)
    without: list[Territory] = field(default_factory=list)


def recognise(text: TextQuery | None, names: Names) -> Iterator[Named]:
    """Each facet that the words name, with the values they name, in the order they were typed.

    Of names within one another the longest counts.
    """
    typed = [term.word for term in text.terms] if text else []
    for _, _, named in longest_known(typed, names, LONGEST):
        yield from named


def named_steps(text: TextQuery | None, names: Names) -> tuple[Step, ...]:
    """What adds to the score of the sheets of each value that the words name."""
    return tuple(Step(facet, POINTS, values=values) for facet, values in recognise(text, names))


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
    known = {}
    for facet in RECOGNISED:
        for value, label in labels[facet].items():
            key = _key_of_label(label)
            if key and (len(key) > 1 or len(key[0]) >= SHORTEST):
                named = known.setdefault(key, [])
                if all(name != facet for name, _ in named):
                    named.append((facet, (value,)))
    for facet, names in (("population", SIZES), ("type", KINDS), ("region", REGIONS)):
        for name, values in names.items():
            known[_key_of_label(name)] = [(facet, values)]
    known.pop(_key_of_label("commune"), None)  # in every other search, and says nothing
    return known


@lru_cache(maxsize=2_000)
def _key_of_label(label):
    """Labels hardly ever change, and every page of results looks for all of them."""
    return key_of(words(normalise(label)))
