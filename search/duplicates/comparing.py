"""How much two sheets look alike, from their titles and summaries, and why in words."""

from dataclasses import dataclass

from practices.plain_text import fold

from ..analysis import is_stop_word, normalise, words

# A title says the subject in few words, a summary in its own: both count, the title more. The same town, or
# one of the same intercommunality, makes a double likelier, and never alone.
TITLE, SUMMARY = 0.6, 0.4
SAME_LEAD, SAME_EPCI = 0.15, 0.1
LIKELY = 0.45  # of the 92 example sheets, all different, no two reach 0.33
SAME, NEAR = 0.99, 0.6  # of a title
SHOWN_WORDS = 4


@dataclass(frozen=True, slots=True)
class Comparable:
    """What is compared of a sheet: its distinctive words, each under its folded singular."""

    title: dict
    summary: dict
    lead: int | None
    epci: int | None

    @classmethod
    def of(cls, title, summary, lead=None, epci=None):
        """`lead` and `epci` are keys; a collectivity outside any intercommunality stands for its own."""
        return cls(_words(title), _words(summary), lead, epci or lead)


@dataclass(frozen=True, slots=True)
class Likeliness:
    score: float
    reason: str

    @property
    def is_likely(self):
        return self.score >= LIKELY


def compare(one: Comparable, other: Comparable) -> Likeliness:
    """A score from 0 to 1 and its reason: « titre presque identique, même collectivité »."""
    title, summary = _shared(one.title, other.title), _shared(one.summary, other.summary)
    words_alike = TITLE * title + SUMMARY * summary
    place, where = _place(one, other)
    score = min(words_alike + place, 1.0) if words_alike else 0.0
    said = ", ".join(part for part in (_in_words(title, one, other), where) if part)
    return Likeliness(score, said[:1].upper() + said[1:])


def _words(text):
    found = [word for word in words(normalise(text or "")) if not is_stop_word(word)]
    return {fold(word).rstrip("sx"): word.lower() for word in found}


def _shared(one, other):
    """The share of words that both hold, from 0 to 1 (Dice)."""
    total = len(one) + len(other)
    return 2 * len(one.keys() & other.keys()) / total if total else 0.0


def _place(one, other):
    if one.lead is not None and one.lead == other.lead:
        return SAME_LEAD, "même collectivité"
    if one.epci is not None and one.epci == other.epci:
        return SAME_EPCI, "même intercommunalité"
    return 0.0, ""


def _in_words(title, one, other):
    if title >= SAME:
        return "même titre"
    if title >= NEAR:
        return "titre presque identique"
    ours, theirs = one.title | one.summary, other.title | other.summary
    common = [ours[key] for key in ours if key in theirs]
    return f"mots communs\u00a0: {', '.join(common[:SHOWN_WORDS])}" if common else ""
