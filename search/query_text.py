"""What a person typed, parsed once into a small frozen tree that engines translate.

No query language: no field name, wildcard, range or regular expression can be typed. Only quotes (a phrase)
and a leading minus (without) mean something.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import groupby

from practices.plain_text import fold

from .analysis import is_stop_word, normalise, words

LONGEST_TEXT = 300  # signs read; what a person types is far shorter
MOST_TERMS = 24
MOST_ALTERNATIVES = 12  # of one term
QUOTES = str.maketrans(dict.fromkeys("«»“”", '"'))
PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')

WORD = re.compile(r"[^\W_]+")
PAIR = re.compile(r"([^\W_]+)([ \-\u2010\u2011])([^\W_]+)")  # two words, a space or a hyphen between them

SYNONYM = 0.7  # beside 1 for what was typed: it says nearly the same


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another; stop words leave a gap, so each word has its place.

    A single word is a phrase of one.
    """

    words: tuple[str, ...]
    places: tuple[int, ...]

    @property
    def is_word(self):
        return len(self.words) == 1


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to say a term. What was typed weighs 1, what we add weighs less."""

    phrase: Phrase
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is looked for: what was typed, first, and other ways to say it; the best one counts."""

    alternatives: tuple[Alternative, ...]

    @property
    def typed(self):
        return self.alternatives[0].phrase

    @property
    def word(self):
        """The word typed on its own, else ""."""
        return self.typed.words[0] if self.typed.is_word else ""

    def also(self, phrases, weight):
        """The same term, with other ways to say it that it did not know."""
        known = {alternative.phrase for alternative in self.alternatives}
        added = [Alternative(phrase, weight) for phrase in dict.fromkeys(phrases) if phrase not in known]
        return Term((*self.alternatives, *added)[:MOST_ALTERNATIVES])


@dataclass(frozen=True, slots=True)
class TextQuery:
    """Terms of which at least `minimum` must be found, and phrases that must not be.

    `said` holds every word that is asked for outside of quotes, the small ones too, folded; "" where others
    stand between.
    """

    terms: tuple[Term, ...]
    excluded: tuple[Phrase, ...]
    minimum: int
    said: tuple[str, ...] = field(default=(), compare=False)

    @property
    def can_loosen(self):
        return self.minimum > 1

    def loosened(self):
        """The same terms, any of which is enough."""
        return replace(self, minimum=1)

    def expanded(self, thesaurus):
        """The same terms with their synonyms; what is in quotes stays as it was typed.

        An expression of several words gives its synonyms to each of them: a sheet that says « illectronisme »
        holds both words of « fracture numérique ».
        """
        terms = list(self.terms)
        for places in _runs_of_words(terms):
            typed = [terms[place].word for place in places]
            for start, stop, expressions in thesaurus.expansions(typed):
                phrases = [phrase for expression in expressions for phrase in phrase_of(expression)]
                for place in places[start:stop]:
                    terms[place] = terms[place].also(phrases, SYNONYM)
        return replace(self, terms=tuple(terms))


def parse(text):
    """The tree of what was typed; None when it holds no word to look for.

    Both words of two are asked for, all but one from three on; the engine is content with any when few sheets
    hold that many. Measured by script/relevance.
    """
    wanted, excluded, said = [], [], []
    typed = normalise(text[:LONGEST_TEXT]).translate(QUOTES)
    for piece in PIECE.finditer(typed):
        target = excluded if piece["minus"] else wanted
        if piece["phrase"] is not None:
            target.extend(phrase_of(words(piece["phrase"])))
        elif piece["minus"]:
            target.extend(phrase_of(words(piece["word"])))
        else:
            found = words(piece["word"])
            target.extend(_single_words(found))
            said.extend(fold(word) for word in found)
            continue
        said.append("")
    wanted = list(dict.fromkeys(wanted))[:MOST_TERMS]
    excluded = list(dict.fromkeys(excluded))[:MOST_TERMS]
    if not wanted and not excluded:
        return None
    terms = tuple(Term((Alternative(phrase),)) for phrase in wanted)
    return TextQuery(terms, tuple(excluded), _minimum(len(terms)), tuple(said))


def with_words_replaced(text, replace_word):
    """The text with each word on its own replaced; what is in quotes or excluded stays as it was typed."""
    pieces = []
    for piece in PIECE.finditer(normalise(text[:LONGEST_TEXT]).translate(QUOTES)):
        plain = piece["word"] and not piece["minus"]
        pieces.append(WORD.sub(lambda word: replace_word(word[0]), piece[0]) if plain else piece[0])
    return " ".join(pieces)


def with_pairs_replaced(text, replace_pair):
    """The text with two words that follow one another replaced, where `replace_pair(first, gap, second)` says
    something; what is in quotes or excluded stays as it was typed, and parts the words around it.
    """
    pieces = []
    found = PIECE.finditer(normalise(text[:LONGEST_TEXT]).translate(QUOTES))
    for plain, run in groupby(found, key=lambda piece: bool(piece["word"] and not piece["minus"])):
        typed = " ".join(piece[0] for piece in run)
        pieces.append(_pairs_replaced(typed, replace_pair) if plain else typed)
    return " ".join(pieces)


def _pairs_replaced(typed, replace_pair):
    place = 0
    while pair := PAIR.search(typed, place):
        place = pair.start(3)
        if better := replace_pair(*pair.groups()):
            typed = f"{typed[: pair.start()]}{better}{typed[pair.end() :]}"
            place = pair.start() + len(better)
    return typed


def without_excluded(text):
    """What is asked for in a text: all but the words and phrases that a minus takes away."""
    typed = normalise(text[:LONGEST_TEXT]).translate(QUOTES)
    return " ".join(piece[0] for piece in PIECE.finditer(typed) if not piece["minus"])


def _minimum(count):
    return count if count <= 2 else count - 1


def phrase_of(found):
    """The phrase that these words make, if one of them says something: one or none."""
    kept = [(place, word) for place, word in enumerate(found) if not is_stop_word(word)]
    if kept:
        first = kept[0][0]
        yield Phrase(tuple(word for _, word in kept), tuple(place - first for place, _ in kept))


def _single_words(found):
    """Each word on its own; the single letters of « agent·e·s » say nothing beside a longer word."""
    longest = max(map(len, found), default=0)
    for word in found:
        if not is_stop_word(word) and (len(word) > 1 or longest == 1):
            yield Phrase((word,), (0,))


def _runs_of_words(terms):
    """The places of words that follow one another, phrases in quotes left out."""
    run = []
    for place, term in enumerate(terms):
        if term.word:
            run.append(place)
        elif run:
            yield run
            run = []
    if run:
        yield run
