"""Sheets whose collectivity did not answer whether they still run rank lower: all others are given points.

Only where a score orders the list. By date they are far down already, and a count of reuses stays a fact.
"""

from .closeness import POINT
from .engines.base import Step

# As much as a keyword found, or not, in the summary: a better match still comes first.
RELEVANCE_POINTS = 10
CLOSENESS_POINTS = 2  # as the same region

AMONG_RELEVANT = Step("answering", RELEVANCE_POINTS, values=("oui",))
AMONG_CLOSE = Step("answering", CLOSENESS_POINTS * POINT, values=("oui",))
