"""Between HTML, plain text and folded text."""

import re
import unicodedata
from html import unescape

BLOCK_END = re.compile(r"</(?:p|li|ul|ol|h\d)>|<br\s*/?>", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
SPACES = re.compile(r"[^\S\n]+")


def html_to_text(html):
    """The words of cleaned HTML, one line a block."""
    if not html:
        return ""
    text = unescape(TAG.sub("", BLOCK_END.sub("\n", html)))
    return "\n".join(line.strip() for line in SPACES.sub(" ", text).split("\n") if line.strip())


def fold(text):
    """Lowercase without accents or ligatures, straight apostrophes: for plain comparisons in the database."""
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae").replace("’", "'")
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).lower()
