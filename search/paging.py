"""The pages of a list of results."""

from dataclasses import dataclass

from .engines.base import DEEPEST_RESULT

PAGES_AROUND = 2  # the current page


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Paging:
    """The pages of a search that finds `total` sheets, of which the first DEEPEST_RESULT can be walked."""

    filterset: object
    total: int

    @property
    def current(self):
        return self.filterset.page_number

    @property
    def last(self):
        return max(1, -(-min(self.total, DEEPEST_RESULT) // self.filterset.per_page))

    @property
    def is_capped(self):
        return self.total > DEEPEST_RESULT

    @property
    def is_beyond(self):
        """Whether the page asked for does not exist."""
        return self.current > self.last

    @property
    def links(self):
        """The first, the last and those around the current one; None stands for a gap."""
        shown = {1, self.last, *range(self.current - PAGES_AROUND, self.current + PAGES_AROUND + 1)}
        links, before = [], 0
        for number in sorted(number for number in shown if 1 <= number <= self.last):
            if number > before + 1:
                links.append(None)
            links.append(PageLink(number, self.url(number), number == self.current))
            before = number
        return links if self.last > 1 else []

    @property
    def previous_url(self):
        return self.url(min(self.current - 1, self.last)) if self.current > 1 else ""

    @property
    def next_url(self):
        return self.url(self.current + 1) if self.current < self.last else ""

    def url(self, number):
        size = self.filterset.values.get("page_size")
        return self.filterset.url(page=number if number > 1 else None, page_size=size)
