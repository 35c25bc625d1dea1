"""Places that the words of a search name and that have no sheet: said in one line, with a way on."""

from dataclasses import dataclass
from itertools import chain, islice

from practices.territories.models import Territory
from practices.territories.names import search_key

from .collectivities import before_small_words, name_within
from .engines.base import SearchQuery, SearchUnavailable
from .filters import MAP
from .nearness import around
from .query_text import WORD, parse

MOST_LOOKED_AT = 5  # collectivities: each asks the engine once
MOST = 2  # places said


@dataclass(frozen=True, slots=True)
class Absence:
    """`place` is a collectivity, with ways to those like it and around it, or a region, with the map."""

    place: str
    like_url: str = ""
    around_url: str = ""
    map_url: str = ""


def absences(filterset, answer, named, territories) -> list[Absence]:
    """The first that the words name. Nothing is said while no engine answers, or when it is slow, nor of a
    collectivity that the list is narrowed to.
    """
    if answer.is_degraded:
        return []
    towns = _collectivities(filterset, territories.without)
    return list(islice(chain(towns, _areas(filterset, answer, named, territories)), MOST))


def _collectivities(filterset, territories):
    if filterset.of:
        return
    for territory in territories[:MOST_LOOKED_AT]:
        if not _is_a_word(filterset, territory):
            rest = without_name(filterset.text, territory)
            nearby = around(filterset, territory, q=rest or None)
            like = filterset.url(q=rest or None, like=territory.code, loosen=None, sort=None)
            yield Absence(territory.label, like_url=like, around_url=nearby.url if nearby else "")


def _is_a_word(filterset, territory: Territory):
    """Whether sheets may hold the name: « bus » and « rue » are communes too, and nobody means them."""
    query = SearchQuery(text=parse(f'"{territory.name}"')).counting()
    try:
        return bool(filterset.extras.answer(query).total)
    except SearchUnavailable:
        return True


def _areas(filterset, answer, named, territories):
    """Regions and departments where these words find nothing, though they find something elsewhere.

    One whose name is within that of a town is not named: Saint-Martin, of Luzy-Saint-Martin.
    """
    counts, labels = answer.results.facets.get("region", {}), filterset.labels("region")
    towns = [f" {town.search_name} " for town in (*territories.with_sheets, *territories.without)]
    for value in [value for facet, values in named if facet == "region" for value in values]:
        name = f" {search_key(labels[value])} "
        if not counts.get(value) and not any(name in town for town in towns):
            yield Absence(labels[value], map_url=filterset.url(view=MAP))


def without_name(text, territory):
    """The text without the name of a collectivity, and without the small words that lead to it."""
    found = list(WORD.finditer(text))
    places = name_within(found, text, territory)
    if places is None:
        return text
    first, last = places
    start = before_small_words(found, first)
    return " ".join(f"{text[: found[start].start()]} {text[found[last].end() :]}".split())
