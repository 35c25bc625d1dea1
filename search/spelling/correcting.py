"""What a person meant to type."""

from practices.territories.models import Territory
from practices.territories.names import search_key

from ..query_text import with_words_replaced
from .vocabulary import current


def corrected(text):
    """The text with its mistyped words corrected; "" when there is nothing to correct.

    What stands in quotes or is excluded stays, and so does the name of any collectivity.
    """
    speller = current.get()
    corrections = {}

    def replace(word):
        correction = speller.correction(word)
        if correction:
            corrections[word] = correction
        return correction or word

    better = with_words_replaced(text, replace)
    names = {search_key(word): word for word in corrections}
    known = Territory.objects.filter(search_name__in=names).values_list("search_name", flat=True)
    kept = {names[name] for name in known} if names else set()
    if kept:
        better = with_words_replaced(
            text, lambda word: corrections.get(word, word) if word not in kept else word
        )
    return better if corrections.keys() - kept else ""
