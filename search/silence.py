"""Sheets whose collectivity did not answer whether they still run rank lower: all others are given points.

Only where a score orders the list. By date they are far down already, and a count of reuses stays a fact.
"""

from .closeness import POINT
from .engines.base import Step

# Seen on the example sheets: a word of the story gives about 3, the words of a title 30 and more. Equals
# change places, and a better match still comes first.
RELEVANCE_POINTS = 10
CLOSENESS_POINTS = 2  # as the same region

AMONG_RELEVANT = Step("answering", RELEVANCE_POINTS, values=("oui",))
AMONG_CLOSE = Step("answering", CLOSENESS_POINTS * POINT, values=("oui",))
