"""Collectivities named in what was typed, as people call them."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from practices.models import PracticePage
from practices.mutualisation.models import Bearing
from practices.territories.choices import TerritoryKind
from practices.territories.models import Territory
from practices.territories.names import fold, search_key

from .analysis import is_stop_word
from .query_text import QUOTES, WORD, without_excluded

LONGEST_NAME = 13  # words of the name of a collectivity, its type being one: no name has more
MOST_NAME_WORDS = 20  # of what was typed
LONG_TYPES = frozenset(("cc", "ca", "cu"))  # of intercommunalities, as the directory writes them
SHORTEST_NAME = 3  # letters: « Ain » is the shortest
# How people call an intercommunality, beside its type in full; the directory writes « CA de Nevers ».
SPOKEN_TYPES = {"agglo": "ca", "agglomeration": "ca", "comcom": "cc"}
# « Ville de Nevers » is Nevers: what people write before the name of a commune.
BEFORE_TOWNS = frozenset("ville commune mairie".split())
AREAS = (TerritoryKind.DEPARTEMENT, TerritoryKind.REGION)  # of the facet, rather than collectivities


@dataclass(frozen=True, slots=True)
class NamedTerritories:
    """The collectivities that a text names: those that have sheets, and towns and the like that have none."""

    with_sheets: list[Territory] = field(default_factory=list)
    without: list[Territory] = field(default_factory=list)


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


def with_bare_names(text, named=named_territories):
    """The text in which a collectivity that has sheets is called by its name alone, as a phrase.

    « ville de Fougères » and « communauté d’agglomération de Bastia » ask for Fougères and Bastia: the words
    of their kind stand in many sheets, and often not in their own. `named` says which ones a text names.
    """
    if '"' in text.translate(QUOTES) or not (BEFORE_TOWNS | LONG_TYPES) & set(spoken_words(text)):
        return text
    for territory in named(text).with_sheets:
        first, last = _place_with_kind(text, territory)
        if last and text[first - 1 : first] != "-":
            text = f'{text[:first]}"{_without_type(territory)}"{text[last:]}'
    return text


def _place_with_kind(text, territory):
    """Where a text calls a collectivity by its kind and name; (0, 0) where it does not say the kind, or where
    other words stand between.
    """
    found = list(WORD.finditer(text))
    places = name_within(found, text, territory)
    if places is None:
        return 0, 0
    first, last = places
    if territory.search_name.split()[0] not in LONG_TYPES:
        first = before_small_words(found, first)
        if not first or fold(found[first - 1][0]) not in BEFORE_TOWNS:
            return 0, 0
        first -= 1
    return found[first].start(), found[last].end()


def name_within(found, text, territory):
    """The places of the first and last words of a text that name a collectivity; None when none do."""
    for length in range(min(LONGEST_NAME, len(found)), 0, -1):
        for start in range(len(found) - length + 1):
            first, last = found[start], found[start + length - 1]
            typed = " ".join(spoken_words(text[first.start() : last.end()]))
            if search_key(typed) == territory.search_name:
                return start, start + length - 1
    return None


def before_small_words(found, place):
    """The place of a word of a text, or of the first of the small words that lead to it."""
    while place and is_stop_word(found[place - 1][0]):
        place -= 1
    return place


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
    return {run for run in runs if len(run) >= SHORTEST_NAME}


def _within_another(name, known):
    return any(f" {name} " in f" {other} " for other in known if other != name)
