"""What the words of a search name, offered beside its results; nothing that was typed is ever hidden."""

from collections.abc import Sequence
from dataclasses import dataclass

from .facets import FACETS_BY_NAME
from .recognition import Named, NamedTerritories


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
    """Filters that the words name and that are not chosen yet, each with what it would give."""
    if not answer.results.total:
        return []
    added = [_not_chosen(filterset, facet, values) for facet, values in named]
    added = [(facet, values) for facet, values in added if values and _leads_somewhere(answer, facet, values)]
    each = [_values(filterset, answer, facet, values) for facet, values in added]
    return [*each, *_territories(filterset, territories.with_sheets)]


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


def _territories(filterset, territories):
    if not filterset.of:
        for territory in territories:
            url = filterset.url(territory=territory.code)
            yield Offer("Collectivité", territory.label, None, url)
