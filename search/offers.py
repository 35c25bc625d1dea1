"""What the words of a search name, offered beside its results; nothing that was typed is ever hidden."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from .documents import PracticeDocument
from .engines.base import SearchUnavailable, get_engine
from .facets import FACETS_BY_NAME
from .recognition import Named, NamedTerritories

ALL_AT_ONCE, MOST_AT_ONCE = "Tous ces critères à la fois", 4
PATIENCE = 0.3  # seconds: an engine that takes longer for one count is not asked for each


@dataclass(frozen=True, slots=True)
class Offer:
    label: str
    value_label: str
    count: int | None  # None when the engine does not answer
    url: str


def correction(filterset, answer) -> Offer | None:
    """What the person may have meant, with its count; None when there is nothing to say."""
    text, count = answer.suggested, answer.suggested_count
    return Offer("Vouliez-vous dire", text, count, filterset.url(q=text)) if text else None


def offers(filterset, answer, named: Sequence[Named], territories: NamedTerritories) -> list[Offer]:
    """Filters that the words name and that are not chosen yet, each with what it would give; first, when
    they are of several facets, all of them at once, or as many as give something together.
    """
    if not answer.results.total:
        return []
    added = [_not_chosen(filterset, facet, values) for facet, values in named]
    added = [(facet, values) for facet, values in added if values and _leads_somewhere(answer, facet, values)]
    each = [_values(filterset, answer, facet, values) for facet, values in added]
    return [*_at_once(filterset, answer, added), *each, *_territories(filterset, territories.with_sheets)]


def _not_chosen(filterset, facet, values):
    chosen = filterset.chosen.get(facet, ())
    return facet, [value for value in values if value not in chosen]


def _count(answer, facet, values):
    counts = answer.results.facets.get(facet, {})
    return sum(counts.get(value, 0) for value in values)


def _leads_somewhere(answer, facet, values):
    return answer.is_degraded or _count(answer, facet, values)


def _values(filterset, answer, facet, values):
    labels = filterset.labels(facet)
    count = None if answer.is_degraded else _count(answer, facet, values)
    url = filterset.url(**{facet: [*filterset.chosen.get(facet, ()), *values]})
    return Offer(FACETS_BY_NAME[facet].label, " ou ".join(labels[value] for value in values), count, url)


def _at_once(filterset, answer, added):
    """All that is named, as filters together; where that leaves nothing, all but one facet, what gives most.

    Asks the engine once, or once more for each facet, of MOST_AT_ONCE at most; not when it is slow.
    """
    deadline = time.monotonic() + PATIENCE
    wanted = {}
    for facet, values in added:
        wanted.setdefault(facet, list(filterset.chosen.get(facet, ()))).extend(values)
    wanted = {facet: FACETS_BY_NAME[facet].without_parents(values) for facet, values in wanted.items()}
    if len(wanted) < 2:
        return
    if answer.is_degraded:
        yield Offer(ALL_AT_ONCE, "", None, filterset.url(**wanted))
    elif count := _count_with(filterset, answer, wanted):
        yield Offer(ALL_AT_ONCE, "", count, filterset.url(**wanted))
    elif 2 < len(wanted) <= MOST_AT_ONCE and time.monotonic() < deadline:
        fewer = [{name: wanted[name] for name in wanted if name != left} for left in wanted]
        count, best = max(((_count_with(filterset, answer, some), some) for some in fewer), key=itemgetter(0))
        if count:
            labels = [FACETS_BY_NAME[name].label for name in best]
            yield Offer(f"{_listed(labels)} à la fois", "", count, filterset.url(**best))


def _listed(labels):
    *first, last = [labels[0], *(label.lower() for label in labels[1:])]
    return f"{', '.join(first)} et {last}"


def _count_with(filterset, answer, wanted):
    query = filterset.search_query
    query = replace(query, text=answer.tree, filters=query.filters | wanted).counting()
    try:
        return get_engine(PracticeDocument).search(query).total
    except SearchUnavailable:
        return 0  # each of them is still offered


def _territories(filterset, territories):
    if not filterset.of:
        for territory in territories:
            url = filterset.url(territory=territory.code)
            yield Offer("Collectivité", territory.label, None, url)
