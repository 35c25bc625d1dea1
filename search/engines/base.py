"""The contract that every search engine keeps. Nothing outside this package imports an engine's library."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from ..query_text import TextQuery

DEEPEST_RESULT = 10_000  # numbered pages stop here
FEW_RESULTS = 5  # words that fewer sheets hold, among all sheets, are loosened

Passage = tuple[tuple[str, bool], ...]


class SearchUnavailable(Exception):
    """All that an engine raises: it cannot answer, or write, now."""


@dataclass(frozen=True, slots=True)
class Step:
    """A constant added to the score of a document that has one of the values in a facet field, or a number
    between the bounds, both included. A document without a number is in no range.

    Raises ValueError when it has neither values nor a bound: it would reach nothing, or everything.
    """

    field: str
    score: float
    values: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None

    def __post_init__(self):
        if not self.values and self.low is None and self.high is None:
            raise ValueError(f"A step on {self.field!r} needs values or a bound.")


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One search. `prefixes` are beginnings that must all be among those of a document.

    Filters are *or* within a facet and *and* between facets. Counts of a facet ignore its own filter, unless
    it is among `counted_within`.

    `order` is the name of an order field of the document (highest first), or "" for relevance. Steps add to
    the relevance and never change what is found; with them the score comes first, and `order` settles ties.
    """

    text: TextQuery | None = None
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    facets: Sequence[str] = ()
    counted_within: Sequence[str] = ()
    prefixes: Sequence[str] = ()
    order: str = ""
    steps: Sequence[Step] = ()
    offset: int = 0
    limit: int = 20
    passages: bool = True

    @property
    def by_score(self):
        """Whether the score decides of the order, before `order` does."""
        return bool(self.steps) or not self.order

    def loosened(self):
        return replace(self, text=self.text.loosened())

    def counting(self):
        """The same search, for its total alone."""
        return replace(self, facets=(), steps=(), offset=0, limit=0, passages=False)

    def everywhere(self):
        """The same words without any filter, for their total alone."""
        return replace(self.counting(), filters={})

    @property
    def choices(self):
        """The filters that the counts of their own facet ignore, by facet."""
        counted = [name for name in self.facets if name not in self.counted_within]
        return {name: self.filters[name] for name in counted if name in self.filters}

    def without_filter(self, name):
        """The filters of this search but that of one facet."""
        return {facet: values for facet, values in self.filters.items() if facet != name}


@dataclass(frozen=True, slots=True)
class SearchResults:
    """Primary keys in order, the exact total, counts by facet and value, a passage by key.

    A passage is a text cut in pieces, each marked or not.
    `loosened` tells that too few sheets held the words asked for, so that any of them was enough.
    """

    keys: tuple[int, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    passages: Mapping[int, Passage]
    loosened: bool = False


class Answering(ABC):
    """What answers searches, exactly or with looser words.

    Words are loosened where few of all sheets hold them, whatever the filters, or none within the filters: so
    the count beside a filter, which narrows what was found, is what the page behind it shows.
    """

    @abstractmethod
    def answer(self, query: SearchQuery) -> SearchResults:
        """Answers exactly what is asked. Raises SearchUnavailable."""

    def search(self, query: SearchQuery) -> SearchResults:
        """Answers one search, with looser words where it needs them. Raises SearchUnavailable."""
        return self.loosen(query, self.answer(query))

    def loosen(self, query: SearchQuery, results: SearchResults) -> SearchResults:
        """The results of a search, or those of its looser words where it needs them and they have more.

        Each count of a facet is that of the page that it leads to. Raises SearchUnavailable.
        """
        if not query.text or not query.text.can_loosen or results.total >= FEW_RESULTS:
            return results
        is_rare = self._is_rare(query, results)
        if results.total and not is_rare:
            return results
        looser = self.answer(query.loosened())
        counts = looser.facets if is_rare else _first_of(results.facets, looser.facets)
        if looser.total > results.total:
            return replace(looser, facets=counts, loosened=True)
        return replace(results, facets=counts)

    def _is_rare(self, query, results):
        """Whether few of all sheets hold the words; taken for granted where it changes nothing: no sheet is
        found, nor would be with another choice in one facet.
        """
        holds_some = results.total or any(any(counts.values()) for counts in results.facets.values())
        return not (query.filters and holds_some) or self.answer(query.everywhere()).total < FEW_RESULTS


def _first_of(counts, others):
    """The counts of each facet, and the others where it has none."""
    return {
        name: dict(found) | {value: count for value, count in counts.get(name, {}).items() if count}
        for name, found in others.items()
    }


class SearchEngine(Answering):
    """An index of one kind of document. Its schema is read from the frozen document class."""

    def __init__(self, document_class, **options):
        self.document_class = document_class

    @abstractmethod
    def scan(self, query: SearchQuery) -> Iterator[int]:
        """Every key that matches, in ascending order, in constant memory. Raises SearchUnavailable."""

    @abstractmethod
    def digests(self) -> Iterator[tuple[int, int | None]]:
        """Every key with the digest of the document as it was written, by key, in constant memory.

        All that was acknowledged is there. None stands for a document that has no digest.
        Raises SearchUnavailable.
        """

    @abstractmethod
    def write(
        self,
        documents: Iterable,
        removed: Iterable[int],
        versions: Mapping[int, int],
        *,
        patience: float | None = None,
    ) -> None:
        """Indexes documents and removes keys, durably, all acknowledged on return. Safe to repeat.

        `versions` holds a growing number by key: a late write never beats a newer one.
        `patience` is how many seconds to wait at most for an answer, where the engine's own are too many.
        Raises SearchUnavailable, after which any part may have been written.
        """

    @abstractmethod
    def rebuild(self, documents: Iterable) -> int:
        """Replaces the whole index; searches see the old one until the new one is complete.

        Code of an older schema beside this one goes on to search and write. Returns the count.
        """

    @abstractmethod
    def prune(self) -> int:
        """Drops at once what only older code could need; returns how many indices went."""

    @abstractmethod
    def count(self) -> int:
        """How many documents the index holds. Raises SearchUnavailable."""

    def exclusive(self, *, patience: float | None = None) -> AbstractContextManager:
        """Held while a batch is read from the database and written; waits `patience` seconds for others.

        Engines that compare versions need nothing. Raises SearchUnavailable.
        """
        return nullcontext()

    @abstractmethod
    def is_ready(self) -> bool:
        """Whether there is an index of the present schema to search."""


@cache
def get_engine(document_class) -> SearchEngine:
    """The engine of this kind of document, as settings.SEARCH_ENGINE says."""
    engine_class = import_string(settings.SEARCH_ENGINE["BACKEND"])
    return engine_class(document_class, **settings.SEARCH_ENGINE.get("OPTIONS", {}))
