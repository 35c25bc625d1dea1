"""What a page of results shows, ready for templates and exports: nothing here knows HTTP or an engine."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from practices.models import PracticePage
from practices.territories.models import Territory

from .answering import Answer, answer
from .cells import RADII
from .database import database_results
from .documents import PracticeDocument
from .engines.base import DEEPEST_RESULT, Passage, SearchUnavailable, get_engine
from .facets import FACETS, FACETS_BY_NAME
from .filters import ATOM, CLOSEST, CSV, JSONL, LIST, MAP, PLACE, RELEVANCE, SORTS, VIEWS, XLSX
from .mapping import region_map
from .nearness import Nearby
from .points import place_names
from .recognition import named_territories, recognise
from .relaxations import relaxations

SPACES = re.compile(r"\s+")
PAGES_AROUND = 2  # the current page


@dataclass(frozen=True, slots=True)
class Result:
    practice: PracticePage
    passage: Passage
    near: str = ""  # why its lead is close to the collectivity that was chosen


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


@dataclass(frozen=True, slots=True)
class Offer:
    label: str
    value_label: str
    count: int | None  # None when the engine does not answer
    url: str


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    value: str
    url: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Likeness:
    """The collectivity that the list compares with, its criteria as switches, and how to leave it."""

    territory: Territory
    criteria: list[Link]
    remove_url: str


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int
    url: str
    current: bool


def readable(passage):
    """A passage on one line, with dots where the sentence goes on, and typographic apostrophes."""
    if not passage:
        return ()
    pieces = [(SPACES.sub(" ", text).replace("'", "’"), marked) for text, marked in passage]
    first, last = pieces[0][0].lstrip(), pieces[-1][0].rstrip()
    before = "" if first[:1].isupper() else "… "
    after = "" if last.endswith((".", "!", "?")) else " …"
    return ((before, False), *pieces, (after, False))


class SearchPage:
    """One page of one search: the engine is asked once; when it fails the database answers (`degraded`)."""

    def __init__(self, filterset, *, with_background=False):
        self.filterset, self.with_background = filterset, with_background
        self.degraded = False
        try:
            self.answer = answer(get_engine(PracticeDocument), filterset.search_query, filterset.text)
        except SearchUnavailable:
            self.degraded = True
            self.answer = Answer(database_results(filterset), filterset.tree)
        self.found = self.answer.results

    @property
    def query(self):
        return self.filterset.text

    @property
    def replaced(self):
        """The corrected text that was searched instead of the query, which gives nothing; else ""."""
        return self.answer.replaced

    @property
    def suggestion(self):
        """What the person may have meant, with its count; None when there is nothing to say."""
        text, count = self.answer.suggested, self.answer.suggested_count
        return Offer("Vouliez-vous dire", text, count, self._url(q=text)) if text else None

    @property
    def total(self):
        return self.found.total

    @property
    def loosened(self):
        return self.found.loosened

    @cached_property
    def results(self):
        """The live sheets of this page, in order: a late index never shows what was withdrawn."""
        sheets = PracticePage.objects.findable().filter(pk__in=self.found.keys).with_card()
        closeness = self.filterset.closeness
        if closeness:
            sheets = sheets.select_related("lead__epci")
        by_key = {sheet.pk: sheet for sheet in sheets}
        return [
            Result(
                sheet,
                readable(self.found.passages.get(key, ())),
                closeness.reason(sheet.lead) if closeness else "",
            )
            for key in self.found.keys
            if (sheet := by_key.get(key))
        ]

    @cached_property
    def facets(self):
        return [self._facet_options(facet) for facet in FACETS]

    @property
    def chips(self):
        for name, values in self.filterset.narrowing.items():
            label, labels = self.filterset.named(name)
            for value in values:
                rest = [other for other in values if other != value]
                yield Chip(label, labels[value], self._url(**{name: rest}))
        cell, nearby = self.filterset.values.get("cell"), self.nearby
        if cell:
            place = place_names([cell]).get(cell)
            yield Chip(
                "Secteur de la carte", f"autour de {place}" if place else "choisi", self._url(cell=None)
            )
        if nearby:
            yield Chip("Distance", f"moins de {nearby.reach}\u00a0km", self._url(near=None, within=None))

    @cached_property
    def offers(self):
        """Filters that the words name and that are not chosen yet, each with what it would give."""
        return [*self._offers(), *self._offered_territories()] if self.total else []

    def _offers(self):
        chosen = self.filterset.chosen
        for name, values in recognise(self.answer.tree, self._labels):
            added = [value for value in values if value not in chosen.get(name, ())]
            count = sum(self.found.facets.get(name, {}).get(value, 0) for value in added)
            if added and (count or self.degraded):
                labels = " ou ".join(self._labels[name][value] for value in added)
                url = self._url(**{name: [*chosen.get(name, ()), *added]})
                yield Offer(FACETS_BY_NAME[name].label, labels, None if self.degraded else count, url)

    def _offered_territories(self):
        if not self.filterset.of:
            for territory in named_territories(self.query):
                yield Offer("Collectivité", territory.label, None, self._url(territory=territory.code))

    @cached_property
    def relaxations(self):
        """Ways out of a search that finds nothing; none when the engine does not answer."""
        if self.total or self.degraded:
            return []
        return relaxations(self.filterset, self.found.facets)

    @property
    def notices(self):
        """One sentence for each part of the URL that was not understood, or leads nowhere."""
        beyond = self.filterset.page_number > self.last_page
        return [*self._dropped, *([f"La page {self.filterset.page_number} n’existe pas."] if beyond else [])]

    @property
    def _dropped(self):
        return [
            f"Le critère «\u00a0{name}\u00a0» n’a pas été retenu\u00a0: {reason}."
            if not value
            else f"«\u00a0{name}={value[:60]}\u00a0» n’a pas été retenu\u00a0: {reason}."
            for name, value, reason in self.filterset.dropped
        ]

    @property
    def sorts(self):
        current = self.filterset.sorting
        possible = {CLOSEST: self.filterset.closeness, RELEVANCE: self.filterset.tree}
        offered = [(value, label) for value, label in SORTS if possible.get(value, True) or value == current]
        return [Link(label, value, self._url(sort=value), value == current) for value, label in offered]

    @property
    def likeness(self):
        """What « comme la mienne » compares with, and by what; None when no collectivity was chosen."""
        closeness = self.filterset.closeness
        if not closeness:
            return None
        criteria = []
        for criterion in closeness.criteria:
            kept = criterion.name not in closeness.loosened
            others = [name for name in closeness.loosened if name != criterion.name]
            url = self._url(loosen=[*others, criterion.name] if kept else others)
            criteria.append(Link(criterion.label, criterion.name, url, kept))
        sort = None if self.filterset.values.get("sort") == CLOSEST else self.filterset.values.get("sort")
        return Likeness(closeness.territory, criteria, self._url(like=None, loosen=None, sort=sort))

    @property
    def kept_parameters(self):
        """What every form of the page sends again: collectivities, what is loosened, place and map."""
        kept = self.filterset.parameters(q=None, sort=None, **dict.fromkeys(FACETS_BY_NAME))
        return [(name, value) for name, values in kept.lists() for value in values]

    @property
    def views(self):
        """The list alone, or the map above it."""
        current = MAP if self.filterset.has_map else LIST
        asked = {LIST: None, MAP: MAP}
        return [Link(label, name, self._url(view=asked[name]), name == current) for name, label in VIEWS]

    @cached_property
    def map(self):
        """The map of the results, drawn from the counts of the region facet; None in the list."""
        if not self.filterset.has_map:
            return None
        chosen = self.filterset.chosen.get("region", ())
        return region_map(
            self.found.facets.get("region"),
            chosen,
            self._labels["region"],
            lambda paths: self._url(region=paths, cell=None),
            self.found.facets.get("cell"),
            self.filterset.values.get("cell"),
            lambda cell: self._url(cell=cell, near=None, within=None),
            self.with_background,
        )

    @cached_property
    def nearby(self):
        """Around which position the list is, and how far; None when it is everywhere."""
        if not self.filterset.position:
            return None
        reach, asked = self.filterset.reach, self.filterset.values.get("within")
        links = [
            Link(f"{radius}\u00a0km", str(radius), self._url(within=radius), radius == reach)
            for radius in RADII
        ]
        return Nearby(reach, RADII[RADII.index(reach) - 1] if not asked and reach > RADII[0] else None, links)

    @property
    def anywhere_url(self):
        """This search without its place."""
        return self._url(**dict.fromkeys(PLACE))

    def near_of(self, remembered):
        """A link to what is around the chosen or remembered collectivity; None without a position."""
        mine = self.filterset.closeness.territory if self.filterset.closeness else remembered
        if not mine or not mine.position:
            return None
        latitude, longitude = mine.position
        changes = dict.fromkeys(PLACE) | {"near": f"{latitude:.2f},{longitude:.2f}"}
        return Link(mine.label, mine.code, self._url(**changes), False)

    @property
    def address(self):
        """The canonical query string of this search, without its page."""
        return self.filterset.query_string()

    @property
    def last_page(self):
        size = self.filterset.per_page
        return max(1, -(-min(self.total, DEEPEST_RESULT) // size))

    @property
    def capped(self):
        return self.total > DEEPEST_RESULT

    @property
    def pages(self):
        """The first, the last and those around the current one; None stands for a gap."""
        current, last = self.filterset.page_number, self.last_page
        shown = {1, last, *range(current - PAGES_AROUND, current + PAGES_AROUND + 1)}
        links, before = [], 0
        for number in sorted(number for number in shown if 1 <= number <= last):
            if number > before + 1:
                links.append(None)
            links.append(PageLink(number, self.page_url(number), number == current))
            before = number
        return links if last > 1 else []

    @property
    def previous_url(self):
        current = self.filterset.page_number
        return self.page_url(min(current - 1, self.last_page)) if current > 1 else ""

    @property
    def next_url(self):
        return (
            self.page_url(self.filterset.page_number + 1)
            if self.filterset.page_number < self.last_page
            else ""
        )

    @property
    def exports(self):
        return {name: self._url(format=name, view=None) for name in (XLSX, CSV, JSONL, ATOM)}

    def page_url(self, number):
        size = self.filterset.values.get("page_size")
        return self._url(page=number if number > 1 else None, page_size=size)

    def context(self):
        """What the templates read."""
        names = """query total results facets chips notices degraded sorts pages previous_url next_url exports
        capped loosened offers relaxations likeness kept_parameters address views map nearby anywhere_url
        replaced suggestion""".split()
        context = {name: getattr(self, name) for name in names}
        return context | {
            "chips": list(self.chips),
            "clear_url": self._url(**dict.fromkeys(["territory", *FACETS_BY_NAME, *PLACE])),
        }

    def _url(self, **changes):
        query = self.filterset.query_string(**changes)
        return f"?{query}" if query else "?"

    @cached_property
    def _labels(self):
        fields = self.filterset.form.fields
        return {name: fields[name].labels for name in FACETS_BY_NAME}

    def _facet_options(self, facet):
        """The values that lead somewhere, or are chosen; children under their parents."""
        counts = self.found.facets.get(facet.name)
        chosen = self.filterset.chosen.get(facet.name, ())
        options, parents = [], {}
        for value, label in self._labels[facet.name].items():
            count = None if counts is None else counts.get(value, 0)
            if (
                count == 0
                and value not in chosen
                and not any(facet.parent_of(item) == value for item in chosen)
            ):
                continue
            option = Option(value, label, count, value in chosen)
            parent = parents.get(facet.parent_of(value))
            (parent.children if parent else options).append(option)
            parents[value] = option
        return FacetOptions(facet.name, facet.label, facet.first_rank, options)
