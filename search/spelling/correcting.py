"""What a person meant to type."""

from practices.territories.models import Territory
from practices.territories.names import search_key

from ..query_text import with_pairs_replaced, with_words_replaced
from .vocabulary import current


def corrected(text):
    """The text with its mistyped words corrected, and the parts of one word joined: « télé travail »; ""
    when there is nothing to correct.

    What stands in quotes or is excluded stays, and so does the name of any collectivity.
    """
    meant = _meant(text)
    names = {search_key(typed) for typed in meant}
    known = Territory.objects.filter(search_name__in=names).values_list("search_name", flat=True)
    kept = set(known) if names else set()
    meant = {typed: better for typed, better in meant.items() if search_key(typed) not in kept}
    if not meant:
        return ""
    joined = with_pairs_replaced(text, lambda *pair: meant.get("".join(pair)))
    return with_words_replaced(joined, lambda word: meant.get(word, word))


def _meant(text):
    """What each word, or two of them, most likely stands for, where that is something else."""
    speller, meant = current.get(), {}

    def note(typed, better):
        if better:
            meant[typed] = better

    with_pairs_replaced(text, lambda *pair: note("".join(pair), speller.joined(*pair)))
    with_words_replaced(text, lambda word: note(word, speller.correction(word)) or word)
    return meant
