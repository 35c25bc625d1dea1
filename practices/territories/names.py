"""How names are folded, so that every usual spelling of a collectivity finds it."""

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
SHORT_FORMS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
ARTICLES = frozenset({"le", "la", "les", "l"})
# The directory writes "CC du Pays de…"; people write it in full.
TYPE_FORMS = (
    (re.compile(r"\bcommunaute de communes\b"), "cc"),
    (re.compile(r"\bcommunaute d agglomeration\b"), "ca"),
    (re.compile(r"\bcommunaute urbaine\b"), "cu"),
)
# "Ville de Nevers", "mairie de Nevers": what people write before the name of a commune.
BEFORE_NAME = re.compile(r"^(?:ville|commune|mairie) (?:de la|de l|du|des|de|d) (?=\w)")
# Words that tell nothing when the others are there: "agglomération du pays de Dreux".
EMPTY_WORDS = frozenset(
    "le la les l de du des d et en ville commune mairie agglo agglomeration communaute".split()
)
LONG_TYPES = {
    "CC": "Communauté de communes",
    "CA": "Communauté d’agglomération",
    "CU": "Communauté urbaine",
}


def plain(text):
    """Return lower-case ASCII letters and digits, words apart by one space; nothing is expanded."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(LIGATURES))
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def fold(text):
    """Return the plain text with St, Ste and the types of EPCI in one spelling: "saint jean d angely"."""
    folded = " ".join(SHORT_FORMS.get(word, word) for word in plain(text).split())
    for long_form, short_form in TYPE_FORMS:
        folded = long_form.sub(short_form, folded)
    return folded


def without_article(folded):
    """Drop a leading Le, La, Les or L’ when something remains."""
    first, _, rest = folded.partition(" ")
    return rest if first in ARTICLES and rest else folded


def search_key(name):
    """Return what `search_name` holds: the folded name without its leading article."""
    return without_article(fold(name))


def without_ville_de(folded):
    """Drop « ville de », « commune de », « mairie de » before the name."""
    return BEFORE_NAME.sub("", folded)


def telling_words(folded):
    """Return the words that distinguish a name; all of them when none does."""
    words = folded.split()
    return [word for word in words if word not in EMPTY_WORDS] or words


def typographic(name):
    """Write an official name with the curly apostrophe that every page uses."""
    return name.replace("'", "’")


def long_name(name):
    """Spell out the type in the name of an EPCI: "CC du Gers" is "Communauté de communes du Gers"."""
    first, space, rest = name.partition(" ")
    return f"{LONG_TYPES[first]}{space}{rest}" if space and first in LONG_TYPES else name
