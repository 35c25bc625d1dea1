"""What the words of a search name, offered beside its results; nothing that was typed is ever hidden."""

from dataclasses import dataclass

from .facets import FACETS_BY_NAME
from .recognition import named_territories, recognise


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


def offers(filterset, answer) -> list[Offer]:
    """Filters that the words name and that are not chosen yet, each with what it would give."""
    return [*_values(filterset, answer), *_territories(filterset)] if answer.results.total else []


def _values(filterset, answer):
    chosen, counts = filterset.chosen, answer.results.facets
    for name, values in recognise(answer.tree, filterset.names):
        added = [value for value in values if value not in chosen.get(name, ())]
        count = sum(counts.get(name, {}).get(value, 0) for value in added)
        if added and (count or answer.is_degraded):
            named = " ou ".join(filterset.labels(name)[value] for value in added)
            url = filterset.url(**{name: [*chosen.get(name, ()), *added]})
            yield Offer(FACETS_BY_NAME[name].label, named, None if answer.is_degraded else count, url)


def _territories(filterset):
    if not filterset.of:
        for territory in named_territories(filterset.text):
            url = filterset.url(territory=territory.code)
            yield Offer("Collectivité", territory.label, None, url)
