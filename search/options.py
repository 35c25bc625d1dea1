"""The filters of a search: the values that each facet offers, and those that are chosen."""

from dataclasses import dataclass, field

from .facets import FACETS
from .points import place_names


@dataclass(slots=True)
class Option:
    value: str
    label: str
    count: int | None  # None when it was not counted
    selected: bool
    children: list["Option"] = field(default_factory=list)


@dataclass(slots=True)
class FacetOptions:
    name: str
    label: str
    first_rank: bool
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    value_label: str
    remove_url: str


def facet_options(filterset, counts) -> list[FacetOptions]:
    """Every facet with its counts, in page order."""
    return [
        FacetOptions(facet.name, facet.label, facet.first_rank, _options(filterset, facet, counts))
        for facet in FACETS
    ]


def _options(filterset, facet, counts_by_facet):
    """The values that lead somewhere, or are chosen; children under their parents."""
    counts = counts_by_facet.get(facet.name)
    chosen = filterset.chosen.get(facet.name, ())
    kept = {*chosen, *(facet.parent_of(value) for value in chosen)}
    options, parents = [], {}
    for value, label in filterset.labels(facet.name).items():
        count = None if counts is None else counts.get(value, 0)
        if count == 0 and value not in kept:
            continue
        option = Option(value, label, count, value in chosen)
        parent = parents.get(facet.parent_of(value))
        (parent.children if parent else options).append(option)
        parents[value] = option
    return options


def chips(filterset) -> list[Chip]:
    """What narrows the search, each with the address of the same search without it."""
    return [*_chosen(filterset), *_place(filterset)]


def _chosen(filterset):
    for name, values in filterset.narrowing.items():
        label, labels = filterset.named(name)
        for value in values:
            rest = [other for other in values if other != value]
            yield Chip(label, labels[value], filterset.url(**{name: rest}))


def _place(filterset):
    cell = filterset.values.get("cell")
    if cell:
        place = place_names([cell]).get(cell, "choisi")
        yield Chip("Secteur de la carte", place, filterset.url(cell=None))
    if filterset.position:
        url = filterset.url(near=None, within=None)
        yield Chip("Distance", f"moins de {filterset.reach}\u00a0km", url)
