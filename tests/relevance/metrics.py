"""How good a ranking is: nDCG@10, reciprocal rank, success in five, nothing found."""

import math
from dataclasses import dataclass

GOOD = 2  # a grade from which a sheet is what one looked for
DEEP, FIRST = 10, 5


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over queries, each between 0 and 1."""

    ndcg: float
    mrr: float
    success: float
    empty: float


def ndcg(keys, grades):
    """Gain of the first ten (2^grade − 1, divided by log2 of the rank + 1) over the best possible."""
    best = _gain(sorted(grades.values(), reverse=True))
    return _gain([grades.get(key, 0) for key in keys]) / best if best else 0.0


def _gain(grades):
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:DEEP]))


def reciprocal_rank(keys, grades):
    """One over the rank of the first good sheet among the first ten, else 0."""
    return next((1 / (place + 1) for place, key in enumerate(keys[:DEEP]) if grades.get(key, 0) >= GOOD), 0.0)


def success(keys, grades):
    """Whether a good sheet is among the first five."""
    return float(any(grades.get(key, 0) >= GOOD for key in keys[:FIRST]))


def quality(rankings):
    """Means over pairs of (keys found, grades by key)."""
    rankings = list(rankings)

    def mean(measure):
        return sum(measure(keys, grades) for keys, grades in rankings) / len(rankings)

    return Quality(mean(ndcg), mean(reciprocal_rank), mean(success), mean(lambda keys, _: float(not keys)))
