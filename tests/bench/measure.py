"""Times of several contestants at the same searches, by turns: what slows the machine slows them all."""

import statistics
import time
from dataclasses import dataclass, field
from itertools import islice

from portal.stack import with_room

WARM_UP = 10  # searches before the clock counts


@dataclass
class Times:
    """Seconds, one a search."""

    values: list[float] = field(default_factory=list)

    @property
    def p50(self):
        return statistics.median(self.values)

    @property
    def p95(self):
        if len(self.values) < 2:
            return self.values[0]
        return statistics.quantiles(self.values, n=20, method="inclusive")[-1]


def take_turns(contestants, searches):
    """Times each contestant (name → callable) at each search; who goes first changes each time.

    Each has the stack that a request has: none is slower for the depth that it is called from.
    """
    contestants = {name: with_room(contestant) for name, contestant in contestants.items()}
    names = list(contestants)
    times = {name: Times() for name in names}
    for search in islice(searches, WARM_UP):
        for name in names:
            contestants[name](search)
    for turn, search in enumerate(searches):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            start = time.perf_counter()
            contestants[name](search)
            times[name].values.append(time.perf_counter() - start)
    return times
