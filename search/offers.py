"""What the words of a search name, offered beside its results; nothing that was typed is ever hidden."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from .answering import answer as answer_of
from .collectivities import NamedTerritories
from .engines.base import SearchUnavailable
from .facets import FACETS_BY_NAME
from .recognition import Named

ALL_AT_ONCE, MOST_AT_ONCE = "Tous ces critères à la fois", 4


@dataclass(frozen=True, slots=True)
class Offer:
    label: str
    value_label: str
    count: int | None  # None when the engine does not answer
    url: str


def correction(filterset, answer) -> Offer | None:
    """What the person may have meant, with its count; None when there is nothing to say."""
    text, count = answer.suggested, answer.suggested_count
    return Offer("Vouliez-vous dire", text, count, _url(filterset, {"q": text})) if text else None


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
    together = FACETS_BY_NAME[facet].without_parents([*filterset.chosen.get(facet, ()), *values])
    is_counted = together == values and not answer.is_degraded  # beside other values, sheets have several
    count = _count(answer, facet, values) if is_counted else None
    url = _url(filterset, {facet: together})
    return Offer(FACETS_BY_NAME[facet].label, " ou ".join(labels[value] for value in values), count, url)


def _url(filterset, wanted):
    return filterset.url(**filterset.as_far | wanted)


def _at_once(filterset, answer, added):
    """All that is named, as filters together; where that leaves nothing, all but one facet, what gives most.

    Counts once, or once more for each facet, of MOST_AT_ONCE at most; offers nothing when the engine is slow.
    """
    wanted = {}
    for facet, values in added:
        wanted.setdefault(facet, list(filterset.chosen.get(facet, ()))).extend(values)
    wanted = {facet: FACETS_BY_NAME[facet].without_parents(values) for facet, values in wanted.items()}
    if len(wanted) < 2:
        return
    if answer.is_degraded:
        yield Offer(ALL_AT_ONCE, "", None, _url(filterset, wanted))
    elif count := _count_with(filterset, wanted):
        yield Offer(ALL_AT_ONCE, "", count, _url(filterset, wanted))
    elif 2 < len(wanted) <= MOST_AT_ONCE:
        fewer = [{name: wanted[name] for name in wanted if name != left} for left in wanted]
        count, best = max(((_count_with(filterset, some), some) for some in fewer), key=itemgetter(0))
        if count:
            labels = [FACETS_BY_NAME[name].label for name in best]
            yield Offer(f"{_listed(labels)} à la fois", "", count, _url(filterset, best))


def _listed(labels):
    *first, last = [labels[0], *(label.lower() for label in labels[1:])]
    return f"{', '.join(first)} et {last}"


def _count_with(filterset, wanted):
    query = filterset.search_query
    query = replace(query, filters=query.filters | wanted).counting()
    try:
        return answer_of(filterset.extras, query, filterset.text).results.total
    except SearchUnavailable:
        return 0  # each of them is still offered


def _territories(filterset, territories):
    if not filterset.of:
        for territory in territories:
            url = filterset.url(territory=territory.code)
            yield Offer("Collectivité", territory.label, None, url)
