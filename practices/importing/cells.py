"""One cell: what a person wrote → the value of a field. Each parser raises CellError with a French reason."""

import re
import unicodedata
from decimal import Decimal

from ..plain_text import fold
from ..text_conventions import html_from_text
from .errors import CellError, quoted
from .matching import key, suggestion

LINE_BREAK = re.compile(r"\r\n?|\x0b|[\u2028\u2029\x85]")
UNSEEN = re.compile(r"[\x00-\x08\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff]")
CONTROL = re.compile(r"[\x00-\x08\x0c\x0e-\x1f\x7f]")
SPACES = re.compile(r"[ \t\n\r\f\v]+")
SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?E[+-]?\d+", re.IGNORECASE)
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
UNIT = re.compile(
    r"^€|(?:€|euros?|eur|hab\.?|habitants?|mois|communes?|collectivites?|%)(?:ht|ttc|/an|paran)?$"
)
THOUSANDS_BY_DOTS = re.compile(r"\d{1,3}(?:\.\d{3})+")
YES = {"oui", "o", "vrai", "true", "yes", "y", "1", "x", "libre"}
MAX_INTEGER, MAX_SMALL_INTEGER = 2_147_483_647, 32_767  # of PostgreSQL
NO = {"non", "n", "faux", "false", "no", "0", "non libre", "proprietaire"}


def tidy(text):
    """The text without signs that nobody sees; spaces that French wants are kept."""
    text = unicodedata.normalize("NFC", LINE_BREAK.sub("\n", text))
    return UNSEEN.sub("", text).strip()


def has_control_signs(text):
    return bool(CONTROL.search(text))


def refuse_scientific(text, what):
    """A number that the spreadsheet has rounded is lost: nothing can mend it."""
    if SCIENTIFIC.fullmatch(text):
        raise CellError(
            f"Le tableur a transformé {what} en nombre arrondi ({text})\u00a0: des chiffres sont perdus. "
            "Mettez la colonne au format Texte et écrivez-le à nouveau."
        )


def one_line(value, reading):
    return SPACES.sub(" ", str(value)).strip()


def identifier(value, reading):
    text = one_line(value, reading)
    refuse_scientific(text, "cet identifiant")
    return text


def shortened(limit):
    """A parser of one line; over `limit` signs an error, or a cut with a remark when lenient."""

    def parse(value, reading):
        text = one_line(value, reading)
        if len(text) <= limit:
            return text
        if not reading.lenient:
            raise CellError(f"{len(text)} signes, {limit} au plus.")
        reading.remark(f"{len(text)} signes\u00a0: coupé à {limit}.")
        return cut(text, limit)

    return parse


def cut(text, limit):
    """The beginning of a text and « … »: to the end of a sentence that keeps two thirds, or of a word."""
    head = text[:limit]
    sentence = max(head.rfind(f"{sign} ") for sign in ".!?…")
    end = sentence if sentence * 3 > limit * 2 else head[: limit - 1].rfind(" ")
    kept = head[:end] if end > 0 else head[: limit - 1]
    return kept.rstrip(" .,;:!?…\u00a0\u202f") + "…"


def several_lines(value, reading):
    lines = [SPACES.sub(" ", line).strip() for line in str(value).split("\n")]
    return "\n".join(line for line in lines if line)


def sheet_text(value, reading):
    return html_from_text(str(value))


def boolean(value, reading):
    word = key(value)
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellError(f"{quoted(value)} n’est ni oui ni non.")


def number_text(value):
    """A number as Python writes it: no space, unit or decimal comma; CellError when it is none."""
    text = str(value)
    refuse_scientific(text.replace(" ", ""), "ce nombre")
    bare = re.sub(r"\s", "", fold(text))
    bare = UNIT.sub("", bare)
    if THOUSANDS_BY_DOTS.fullmatch(bare):
        raise CellError(f"{quoted(text)} est ambigu\u00a0: écrivez le nombre sans point.")
    if not NUMBER.fullmatch(bare):
        raise CellError(f"{quoted(text)} n’est pas un nombre.")
    return bare.replace(",", ".")


def integer(limit=MAX_INTEGER):
    """A parser of whole numbers from 0 to `limit`."""

    def parse(value, reading):
        number = Decimal(number_text(value))
        if number != number.to_integral_value():
            raise CellError(f"{quoted(value)} n’est pas un nombre entier.")
        if not 0 <= number <= limit:
            raise CellError(f"{quoted(value)} est {'négatif' if number < 0 else 'trop grand'}.")
        return int(number)

    return parse


def choice(vocabulary):
    """A parser of one value of a `TextChoices`, given by its value or its label."""
    values = {key(label): value for value, label in vocabulary.choices}
    values |= {key(value): value for value in vocabulary.values}

    def parse(value, reading):
        if key(value) in values:
            return str(values[key(value)])
        nearest = suggestion(value, [*vocabulary.values, *vocabulary.labels])
        admitted = ", ".join(vocabulary.values)
        raise CellError(
            f"{quoted(value)} n’est pas une valeur connue.{nearest} Valeurs admises\u00a0: {admitted}."
        )

    return parse


def choices(vocabulary):
    """A parser of several values, apart by `;` or `,`, in the order of the vocabulary."""
    parse_one = choice(vocabulary)

    def parse(value, reading):
        found = {parse_one(item, reading) for item in items(value, ";,")}
        return [str(known) for known in vocabulary.values if known in found]

    return parse


def items(value, separators=";"):
    """The items of a cell (apart by line breaks or separators), or of a list; none is empty."""
    if isinstance(value, str):
        value = re.split(f"[\n{separators}]", value)
    return [item.strip() for item in value if item.strip()]


def keywords(value, reading):
    return ", ".join(SPACES.sub(" ", item) for item in items(value, ";,"))
