"""A page of results in the order of the contract: by score, then by the order asked, then by key.

Tantivy leaves equal scores in the order of its index, which depends on how that was written. What lies beyond
the page is read only as far as equals of its last result go, so that each page sorts whole groups of equals.
"""

from bisect import bisect_right

from tantivy import Order

from .base import DEEPEST_RESULT

# Results read beyond a page: most equals end within the first room, those of common words within the others.
ROOMS = (200, 1_000, 10_000)
# Without words: results read beyond a page, and first documents by order or key that hold the equals beyond.
ROOM, WINDOW = 2_000, 2_000
WIDER = 4  # times, when there were too few


def page(searcher, queries, matching, query):
    """The hits of the page that is asked for, and how many documents match."""
    end = min(query.offset + query.limit, DEEPEST_RESULT)
    if end <= query.offset:
        return [], searcher.search(matching, 1).count
    pages = _Pages(searcher, queries, matching, query)
    has_words = bool(query.text and query.text.terms)
    if not query.by_score or not (has_words or query.steps):
        found = pages.by_field(end)
        return found.hits[query.offset :], found.count
    hits, total = pages.by_words(end) if has_words else pages.by_steps(end)
    return pages.sorted(hits, end)[query.offset : end], total


class _Pages:
    def __init__(self, searcher, queries, matching, query):
        self.searcher, self.queries, self.matching = searcher, queries, matching
        self.is_highest_first = bool(query.order)
        self.field = query.order or queries.fields.key

    def by_field(self, end, offset=0):
        direction = Order.Desc if self.is_highest_first else Order.Asc
        return self.searcher.search(
            self.matching, end - offset, offset=offset, order_by_field=self.field, order=direction
        )

    def by_words(self, end):
        """More is read until the equals of the last result are all there: most often nothing more.

        Always the same query, counted: another would add the same numbers up in another order, and what is
        equal in one would differ by a hair in the other.
        """
        for room in ROOMS:
            found = self.searcher.search(self.matching, end + room)
            if not _is_cut_among_equals(found, end):
                return found.hits, found.count
        return self.searcher.search(self.matching, found.count).hits, found.count

    def by_steps(self, end):
        """Steps give few scores, and many equals: those of the last result are looked for where the order
        puts them, among the first documents by order or key. Sums of whole points are exact.
        """
        found = self.searcher.search(self.matching, end + ROOM)
        hits, total = found.hits, found.count
        if _is_cut_among_equals(found, end):
            last = hits[end - 1][0]
            above = [hit for hit in hits if hit[0] > last]
            hits = above + self._first_with(last, end - len(above), total)
        return hits, total

    def _first_with(self, score, wanted, total):
        size, equals = WINDOW + 2 * wanted, []
        while len(equals) < wanted:
            found = self.searcher.search(self._window(size) if size < total else self.matching, size)
            equals = [hit for hit in found.hits if hit[0] == score]
            if size >= total:
                break
            size *= WIDER
        return equals

    def _window(self, size):
        """What matches and is among the first documents by order or key; these fields hold no equals."""
        bound, _ = self.by_field(size, offset=size - 1).hits[0]
        side = "low" if self.is_highest_first else "high"
        return self.queries.within(self.matching, self.field, **{side: bound})

    def sorted(self, hits, end):
        """Groups of equals in the order asked, highest first, else by key; nothing below the page."""
        if len(hits) > end:
            hits = hits[: bisect_right(hits, -hits[end - 1][0], key=lambda hit: -hit[0])]
        if len({score for score, _ in hits}) == len(hits):
            return hits
        ties = self.searcher.fast_field_values(self.field, [address for _, address in hits])
        sign = -1 if self.is_highest_first else 1
        places = sorted(range(len(hits)), key=lambda place: (-hits[place][0], sign * ties[place]))
        return [hits[place] for place in places]


def _is_cut_among_equals(found, end):
    """Whether equals of the last result of the page may lie beyond what was read."""
    hits = found.hits
    return len(hits) < found.count and hits[-1][0] == hits[end - 1][0]
