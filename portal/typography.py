"""French typographic rules, on plain text or on the text nodes of HTML, and French numbers and dates."""

import re
from decimal import Decimal

from practices.importing.dates import MONTHS

NBSP = "\u00a0"  # before a colon, inside guillemets, before a unit
THIN = "\u202f"  # before ; ! ? and in thousands
SPACE = f"[ {NBSP}{THIN}]"

UNITS = (
    r"€|%|h|min|km|m|m²|km²|ha|kg|t|Ko|Mo|Go|To|W|kW|kWh|MWh|hab\.|habitants?|agents?|communes?"
    r"|jours?|semaines?|mois|ans?|années?|fiches?"
)

# Addresses of pages and people stay as they are.
VERBATIM = re.compile(r"(\S*(?:@|://)\S*)")
TAG = re.compile(r"(<[^>]*>)")
ENTITIES = (
    (re.compile(r"&nbsp;|&#160;|&#xa0;", re.IGNORECASE), NBSP),
    (re.compile(r"&#8239;|&#x202f;", re.IGNORECASE), THIN),
    (re.compile(r"(?<=\w)&#(?:x27|39);(?=\w)"), "’"),
)
RULES = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"(?<!\.)\.\.\.(?!\.)"), "…"),
    (re.compile(f"«{SPACE}*(?=\\S)"), f"«{NBSP}"),
    (re.compile(f"(?<=[^\\s«]){SPACE}*»"), f"{NBSP}»"),
    (re.compile(f"(?<=\\S){SPACE}+(?=:(?:\\s|$))"), NBSP),
    (re.compile(f"(?<=\\S){SPACE}+(?=[;!?])"), THIN),
    (re.compile(f"(?<=\\d){SPACE}(?=(?:{UNITS})(?!\\w))"), NBSP),
    (re.compile(f"(?<=\\d{NBSP}h){SPACE}(?=\\d\\d(?!\\d))"), NBSP),
    (re.compile(f"(?<=\\d){SPACE}(?=(?:{'|'.join(MONTHS)})(?!\\w))"), NBSP),
    (re.compile(f"(?<=\\b1er){SPACE}(?=(?:{'|'.join(MONTHS)})(?!\\w))"), NBSP),
    (re.compile(f"(?:(?<=\\bM\\.)|(?<=\\bMme)|(?<=\\bn°)){SPACE}(?=\\w)"), NBSP),
)
# 12 000, but not 03 53 01 00 20 nor 0800 123 456.
THOUSANDS = re.compile(f"(?<!\\d)(?<!\\d{SPACE})[1-9]\\d{{0,2}}(?:{SPACE}\\d{{3}})+(?!\\d)(?!{SPACE}\\d)")


def typo(text):
    """Plain text with its spaces and apostrophes as French wants them; twice changes nothing more."""
    parts = VERBATIM.split(text)
    return "".join(part if index % 2 else _typo(part) for index, part in enumerate(parts))


def typo_html(html):
    """The same on the text nodes of HTML; tags and attributes are left alone."""
    parts = TAG.split(html)
    return "".join(part if index % 2 else typo(_unescape_spaces(part)) for index, part in enumerate(parts))


def _typo(text):
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return THOUSANDS.sub(lambda match: re.sub(SPACE, THIN, match[0]), text)


def _unescape_spaces(text):
    for pattern, replacement in ENTITIES:
        text = pattern.sub(replacement, text)
    return text


def number(value):
    """1284 → « 1 284 », Decimal("3.10") → « 3,1 »: thousands, decimal comma, no idle zero."""
    text = f"{Decimal(str(value)):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", THIN).replace(".", ",").replace("-", "−")


def euros(value):
    """Whole euros, or cents where there are some: « 58 000 € », « 3,12 € »."""
    amount = Decimal(str(value)).quantize(Decimal("0.01"))
    text = (
        number(amount)
        if amount == amount.to_integral_value()
        else f"{amount:,.2f}".replace(",", THIN).replace(".", ",")
    )
    return f"{text}{NBSP}€"


def counted(value, singular, plural=None):
    """« 0 fiche », « 1 fiche », « 1 284 fiches »."""
    word = singular if abs(value) < 2 else plural or f"{singular}s"
    return f"{number(value)}{NBSP}{word}"


# Words in -s that are no plurals.
INVARIABLE = {"mois", "fois", "accès", "avis", "cas", "colis", "cours", "pays", "repas", "temps"}


def quantity(value, unit):
    """« 96 % », « 12 mairies », « 1 mairie »: the unit, written in the plural, agrees with the number."""
    if abs(value) < 2:
        words = unit.split(" ")
        unit = " ".join(word if word in INVARIABLE else word.removesuffix("s") for word in words)
    return f"{number(value)}{NBSP}{unit}" if unit else number(value)


def date(value):
    """« 4 novembre 2026 », « 1er mars 2025 »."""
    day = "1er" if value.day == 1 else value.day
    return f"{day}{NBSP}{month(value)}"


def month(value):
    """« novembre 2026 »."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def time(value):
    """« 14 h 32 »."""
    return f"{value.hour}{NBSP}h{NBSP}{value.minute:02}"


def file_size(size):
    """Bytes as French readers say them: « 86 Ko », « 1,2 Mo »."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{NBSP}Ko"
    return f"{number(round(size / 1_000_000, 1))}{NBSP}Mo"


ARTICLES = {"Le ": ("au ", "du "), "Les ": ("aux ", "des ")}
VOWELS = "AÀÂÄEÉÈÊËIÎÏOÔÖUÙÛÜYHŒÆ"


def to_town(name):
    """« à Castelbrun », « au Mans », « aux Abymes », « à La Baule »."""
    for article, (to, _) in ARTICLES.items():
        if name.startswith(article):
            return to + name.removeprefix(article)
    return f"à {name}"


def of_town(name):
    """« de Castelbrun », « d’Angers », « du Mans », « des Abymes »."""
    for article, (_, of) in ARTICLES.items():
        if name.startswith(article):
            return of + name.removeprefix(article)
    return f"d’{name}" if name[:1].upper() in VOWELS else f"de {name}"
