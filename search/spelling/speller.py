"""Which known word a mistyped one stands for."""

import re
from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from practices.plain_text import fold

from ..analysis import is_stop_word
from ..expressions import without_plural

SHORTEST, LONG = 4, 8  # signs: shorter words are never corrected, long ones may hold two mistakes
SHORTEST_PART = 4  # of two words written together
# Beginnings of words, typed apart from the rest: « télé médecine » has nothing to do with « tête ».
BEGINNINGS = frozenset(
    "agro anti audio auto cyber demi euro hydro infra inter intra macro mega micro mono moto multi "
    "photo pluri radio retro semi socio super tele thermo turbo ultra video visio".split()
)
DIGIT = re.compile(r"\d")
LOOKED_AT = 50  # nearest words compared by how common they are


class Speller:
    """Built once from known words: how each is written, and in how many sheets, by folded word."""

    def __init__(self, known: Mapping[str, tuple[str, int]]):
        self._known = known
        self._bare = {without_plural(word) for word in known}
        self._by_length = defaultdict(list)
        for word in known:
            self._by_length[len(word)].append(word)

    def correction(self, typed):
        """The known word, or two, that this word most likely stands for; "" when it is known or far from all.

        A mistake is a sign more, less, changed, or two signs swapped: one from SHORTEST signs, two from LONG.
        The first sign is seldom wrong, common words are more likely: in this order.
        """
        word = fold(typed)
        if self._is_sound(word):
            return ""
        mistakes = 2 if len(word) >= LONG else 1
        near = [
            (distance, known[0] != word[0], -self._known[known][1], known)
            for length in range(len(word) - mistakes, len(word) + mistakes + 1)
            for known, distance, _ in extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                processor=None,
                score_cutoff=mistakes,
                limit=LOOKED_AT,
            )
        ]
        near = [candidate for candidate in near if candidate[0] == 1 or not candidate[1]]
        if near:
            return self._known[min(near)[3]][0]
        return self._parted(word)

    def joined(self, first, gap, second):
        """The known word that two make when nothing parts them; "" when there is none.

        « à venir » is no « avenir »: little words join nothing, unless a hyphen was typed.
        """
        if gap == " " and (is_stop_word(first) or is_stop_word(second)):
            return ""
        word = fold(first + second)
        for known in (word, without_plural(word)):
            if known in self._known:
                return self._known[known][0]
        return ""

    def _is_sound(self, word):
        """Known, too short to tell, or nothing that is looked for: « dans » is no mistake for « mans »."""
        if len(word) < SHORTEST or DIGIT.search(word) or is_stop_word(word) or word in BEGINNINGS:
            return True
        return without_plural(word) in self._bare

    def _parted(self, word):
        """Two known words written together, the most common pair."""
        pairs = [
            (word[:cut], word[cut:])
            for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
            if word[:cut] in self._known and word[cut:] in self._known
        ]
        if not pairs:
            return ""
        best = max(pairs, key=lambda pair: min(self._known[part][1] for part in pair))
        return " ".join(self._known[part][0] for part in best)
