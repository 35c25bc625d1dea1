"""The words that sheets and synonyms hold: learnt as sheets are indexed, kept in the process."""

from collections import Counter

from django.db.models import Count, Max

from practices.plain_text import fold

from ..analysis import is_stop_word, words
from ..documents import PracticeDocument
from ..models import Word
from ..refreshed import Refreshed
from ..schema import Schema
from ..synonyms.current import current as thesaurus
from .speller import SHORTEST, Speller

MOST_WORDS = 100_000  # known to a process, the most common first: about 30 MB
TEXTS = tuple(Schema(PracticeDocument).texts)
LONGEST_WORD = Word._meta.get_field("word").max_length


def words_of(document):
    """The words of a document worth knowing, each once, in lowercase with their accents."""
    found = set()
    for name in TEXTS:
        found.update(words(getattr(document, name).lower()))
    return {word for word in found if _is_worth(word)}


def _is_worth(word):
    return SHORTEST <= len(word) <= LONGEST_WORD and word.isalpha() and not is_stop_word(word)


class Census:
    """Counts, in passing, in how many of some documents each word stands."""

    def __init__(self):
        self.sheets = Counter()

    def watch(self, documents):
        """The same documents, one by one."""
        for document in documents:
            self.sheets.update(words_of(document))
            yield document

    def rows(self):
        """One Word for each, however accented: written as most sheets do."""
        written, sheets = {}, Counter()
        for word, count in self.sheets.most_common():
            folded = fold(word)[:LONGEST_WORD]
            written.setdefault(folded, word)
            sheets[folded] += count
        return [Word(word=word, written=written[word], sheets=sheets[word]) for word in sorted(written)]


def learn(documents):
    """Remembers the words of some documents that were not known yet. Safe to repeat."""
    census = Census()
    for _ in census.watch(documents):
        pass
    Word.objects.add(census.rows())


class CurrentSpeller(Refreshed):
    """The speller of the words known now."""

    def __init__(self, **options):
        super().__init__(Speller({}), **options)

    def state(self):
        return Word.objects.aggregate(words=Count("pk"), last=Max("pk")), thesaurus.get()

    def make(self):
        known = {fold(word): (word, 0) for word in thesaurus.get().words if _is_worth(word)}
        rows = Word.objects.order_by("-sheets").values_list("word", "written", "sheets")[:MOST_WORDS]
        return Speller(known | {word: (written, sheets) for word, written, sheets in rows})


current = CurrentSpeller()
