"""What a page of results shows, ready for templates and exports: nothing here knows HTTP or an engine."""

import contextlib
from dataclasses import dataclass
from functools import cached_property

from practices.models import PracticePage
from practices.territories.bands import spaced

from . import grounds, nearness
from .absences import absences
from .answering import Answer, answer
from .database import database_results
from .documents import PracticeDocument
from .engines.base import Passage, SearchUnavailable, get_engine
from .facets import FACETS_BY_NAME
from .filters import (
    ATOM,
    CLOSEST,
    CSV,
    JSONL,
    LIST,
    MAP,
    MOST_REUSED,
    NEWEST,
    PLACE,
    RELEVANCE,
    SORTS,
    VIEWS,
    XLSX,
)
from .likeness import likeness
from .links import Link
from .mapping import Addresses, region_map
from .offers import correction, offers
from .options import chips, facet_options
from .paging import Paging
from .passages import readable
from .recognition import recognise
from .relaxations import relaxations


@dataclass(frozen=True, slots=True)
class Result:
    practice: PracticePage
    passage: Passage
    near: str = ""  # why its lead is close to the collectivity that was chosen


class SearchPage:
    """One page of one search: the engine is asked once; when it fails the database answers (`degraded`).

    For people (`goes_back`), a page beyond the last is the first one, and the notices say so.
    """

    def __init__(self, filterset, *, with_background=False, goes_back=False):
        self.filterset, self.with_background = filterset, with_background
        self.not_there = None
        self._ask()
        if self.paging.is_beyond and self.total and goes_back:
            self.not_there, filterset.values["page"] = filterset.page_number, None
            self._ask()

    def _ask(self):
        self.answer = _answer(self.filterset)
        self.found = self.answer.results
        self.paging = Paging(self.filterset, self.found.total)

    @property
    def query(self):
        return self.filterset.text

    @property
    def degraded(self):
        return self.answer.is_degraded

    @property
    def total(self):
        return self.found.total

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
        return facet_options(self.filterset, self.found.facets)

    @cached_property
    def relaxations(self):
        """Ways out of a search that finds nothing; none when the engine does not answer."""
        if self.total or self.degraded:
            return []
        return relaxations(self.filterset, self.found.facets)

    @property
    def notices(self):
        """One sentence for each part of the URL that was not understood, or leads nowhere."""
        beyond = []
        if self.not_there:
            beyond = [f"La page {spaced(self.not_there)} n’existe pas\u00a0: voici la première."]
        elif self.paging.is_beyond:
            beyond = [f"La page {spaced(self.paging.current)} n’existe pas."]
        return [*map(_said, self.filterset.dropped), *beyond]

    @property
    def sorts(self):
        """The orders to choose from; without an engine those of the database, which the notice says."""
        filterset, current = self.filterset, self.filterset.sorting
        possible = {CLOSEST: filterset.closeness and filterset.closeness.kept, RELEVANCE: filterset.tree}
        if self.degraded:
            possible = {CLOSEST: None, RELEVANCE: None}
            current = current if current == MOST_REUSED else NEWEST
        offered = [(value, label) for value, label in SORTS if possible.get(value, True) or value == current]
        return [Link(label, value, filterset.url(sort=value), value == current) for value, label in offered]

    @property
    def kept_parameters(self):
        """What every form of the page sends again: collectivities, what is loosened, place and map."""
        return self._kept()

    @property
    def kept_by_filters(self):
        """The same for the form that narrows what was found: it goes no farther."""
        return self._kept(**self.filterset.as_far)

    def _kept(self, **changes):
        kept = self.filterset.parameters(q=None, sort=None, **dict.fromkeys(FACETS_BY_NAME), **changes)
        return [(name, value) for name, values in kept.lists() for value in values]

    @property
    def views(self):
        """The list alone, or the map above it."""
        current = MAP if self.filterset.has_map else LIST
        asked = {LIST: None, MAP: MAP}
        return [
            Link(label, name, self.filterset.url(view=asked[name]), name == current) for name, label in VIEWS
        ]

    @cached_property
    def map(self):
        """The map of the results, drawn from the counts of the region facet; None in the list."""
        if not self.filterset.has_map:
            return None
        filterset = self.filterset
        chosen, labels = filterset.chosen.get("region", ()), filterset.labels("region")
        addresses = Addresses(
            lambda paths: filterset.url(**filterset.as_far | {"region": paths}),
            lambda cell: filterset.url(cell=cell, within=filterset.reach),
            filterset.url(region=None, **dict.fromkeys(PLACE)),
        )
        return region_map(
            self._ground(chosen, labels),
            self.found.facets,
            chosen,
            labels,
            addresses,
            chosen_cell=filterset.values["cell"],
            with_background=self.with_background,
        )

    @property
    def has_tiles(self):
        """Whether the page holds images of the other site: its map is shown, and over them."""
        background = self.map and self.map.background
        return bool(background and background.is_shown and (self.total or self.map.shades))

    def _ground(self, chosen, labels):
        """Around the position, or in the one region that is chosen, else the whole country."""
        if self.filterset.center:
            return grounds.around(self.filterset.center, self.filterset.reach, labels)
        region = grounds.zoomed_region(chosen)
        return grounds.one_region(region, labels) if region else grounds.country(labels)

    @property
    def exports(self):
        """The list as data; without words of which none was looked for, which are refused there."""
        words = {} if self.filterset.tree else {"q": None}
        return {
            name: self.filterset.url(format=name, view=None, **words) for name in (XLSX, CSV, JSONL, ATOM)
        }

    def near_of(self, remembered):
        """A link to what is around the chosen or remembered collectivity; None without a position."""
        closeness = self.filterset.closeness
        return nearness.around(self.filterset, closeness.territory if closeness else remembered)

    def context(self):
        """What the templates read."""
        filterset = self.filterset
        tree = self.answer.tree
        named = list(recognise(tree, filterset.names)) if self.total and tree else []
        territories = filterset.territories
        names = (
            "query total degraded results facets notices sorts views map exports relaxations kept_parameters"
            " kept_by_filters"
        )
        return {name: getattr(self, name) for name in names.split()} | {
            "loosened": self.found.loosened,
            "replaced": self.answer.replaced,
            "suggestion": correction(filterset, self.answer),
            "offers": offers(filterset, self.answer, named, territories),
            "absences": absences(filterset, self.answer, named, territories),
            "chips": chips(filterset),
            "likeness": likeness(filterset, self.degraded),
            "has_words": bool(filterset.tree),
            "most_reused_first": filterset.sorting == MOST_REUSED,
            "nearby": nearness.nearby(filterset),
            "pages": self.paging.links,
            "previous_url": self.paging.previous_url,
            "next_url": self.paging.next_url,
            "capped": self.paging.is_capped,
            "address": filterset.query_string(),
            "anywhere_url": filterset.url(**dict.fromkeys(PLACE)),
            "clear_url": filterset.url(**dict.fromkeys(["territory", *FACETS_BY_NAME, *PLACE])),
        }


def _answer(filterset):
    if not filterset.engine_failed:
        with contextlib.suppress(SearchUnavailable):
            engine = get_engine(PracticeDocument)
            return answer(engine, filterset.search_query, filterset.text, extras=filterset.extras)
    return Answer(database_results(filterset), filterset.tree, is_degraded=True)


def _said(dropped):
    name, value, reason = dropped
    if not value:
        return f"Le critère «\u00a0{name}\u00a0» n’a pas été retenu\u00a0: {reason}."
    typed = value[:60] if name == "q" else f"{name}={value[:60]}"
    return f"«\u00a0{typed}\u00a0» n’a pas été retenu\u00a0: {reason}."
