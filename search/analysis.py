"""French analysis: one source for documents, queries and both engines.

The chain, in this order: `normalise()` here, then in each engine: split on all that is neither letter nor
digit, lowercase, fold accents, drop STOP_WORDS, stem (Snowball French). Accents are folded before the
stemmer, so that a query typed without accents finds the same sheets. Articles are stop words: this replaces
elision.
"""

import re
import unicodedata

from practices.plain_text import fold

APOSTROPHES = "\u2019\u2018\u02bc\u00b4`\u2032"
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
TRANSLATION = str.maketrans(
    dict.fromkeys(APOSTROPHES, "'")
    | dict.fromkeys(ZERO_WIDTH)
    | {"\u0130": "I"}  # its lowercase is an i and a stray dot
    | {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " "}
)
# What NFC could not join to a letter, and control signs other than line breaks.
STRAY = re.compile(r"[\u0300-\u036f]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
SEPARATORS = re.compile(r"[\W_]+")

# Longer tokens are noise (keys, addresses); bytes after folding.
LONGEST_TOKEN = 60

SHORTEST_BEGINNING, LONGEST_BEGINNING = 2, 12  # signs

ARTICLES = "l d j m t s n c qu jusqu lorsqu puisqu quoiqu".split()
STOP_WORDS = frozenset(
    ARTICLES
    + """
    le la les un une des du de au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos
    leur leurs
    et ou mais donc or ni que qui quoi dont quel quelle quels quelles
    je tu il elle on nous vous ils elles se me te moi toi lui eux soi y en
    a dans par pour sur sous avec sans entre vers chez apres avant depuis pendant contre
    est es suis sommes etes sont etait etaient etre sera seront ai as avons avez ont avait avaient avoir
    eu aura
    ne pas plus si comme aussi ainsi alors tres tout tous toute toutes meme memes
    cela ca ceci celui celle ceux celles tel telle tels telles comment pourquoi quand ou
    fait faire faut peut peuvent afin via
    """.split()
)

# Elasticsearch stems with Snowball 2, Tantivy with Snowball 3: what makes the first follow the second. Over
# 377 000 French words, forms and names of places nothing else differs.
# tests/search/engines/test_same_answers.py holds it.
STEM_ENDINGS = (
    (r"([bhjlnp])oux$", "$1ou"),  # bijoux, Bignoux
    (r"aises?$", "ais"),  # française as français
)
STEM_WHOLE = r".alais|.*auvais"  # palais, Calais, mauvais, Beauvais are stems already
STEMS = dict(
    pair.split(":")
    for pair in """
    nia:nia niaient:niaient niais:niais niaise:niais niaises:niais niait:niait niant:niant nie:nie nies:nie
    nier:nier niera:nier nieraient:nier nierait:nier nierez:nier nierons:nieron nieront:nieront niez:niez
    saintongeaise:saintonge saintongeaises:saintonge
    """.split()
)


def normalise(text):
    """The same text for documents and queries: NFC, plain apostrophes and spaces, no invisible sign.

    >>> normalise("l’e\u0301cole\u00a0!")
    "l'école !"
    """
    return STRAY.sub("", unicodedata.normalize("NFC", text).translate(TRANSLATION))


def words(text):
    """The words of a normalised text as the engines split it, stop words included, accents kept."""
    return [piece for piece in SEPARATORS.split(text) if piece]


def beginnings(word):
    """The beginnings of a folded word that can be typed to find it, from two signs on."""
    return {word[:size] for size in range(SHORTEST_BEGINNING, min(len(word), LONGEST_BEGINNING) + 1)}


def is_stop_word(word):
    return fold(word) in STOP_WORDS
