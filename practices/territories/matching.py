"""Searching a territory by what a person types: name in any spelling, INSEE code, SIREN, postal code."""

import re

from django.db.models import Case, F, IntegerField, Q, Value, When

from .choices import TerritoryKind
from .names import fold, plain, telling_words, without_article, without_ville_de

# Shorter texts ("sa" begins 4 583 names) find exact names ("Y", "Eu") and codes only.
MIN_LETTERS = 3
MAX_LENGTH = 100
MAX_WORDS = 8

CODE = re.compile(r"(?:[0-9]{2,9}|2[AB][0-9]{0,3})", re.IGNORECASE)
# "Saint-Aubin (40)", "saint aubin 40": a department after the name.
NAME_AND_DEPARTMENT = re.compile(r"(?P<name>.*\S)(?:\s*\(|\s+)(?P<department>[0-9]{2,3}|2[ABab])\)?")

EXACT, FORMER_NAME, PREFIX, WORDS, FORMER_WORDS = range(5)


def match(territories, aliases, text):
    """Return the territories that match: exact name or code, then beginning, then words; each by population.

    `aliases` are the rows of former names and codes to look into.
    """
    text = text.replace("\x00", " ").strip()[:MAX_LENGTH]  # PostgreSQL knows no NUL
    code = re.sub(r"[\s.]", "", text).upper()
    if CODE.fullmatch(code):
        found = _by_code(territories, aliases, code)
    else:
        found = _by_name(territories, aliases, text)
    return found.order_by("match_rank", F("population").desc(nulls_last=True), "code")


def _by_code(territories, aliases, code):
    exact = (
        Q(code=code)
        | Q(insee_code=code)
        | Q(siren=code)
        | Q(kind=TerritoryKind.DEPARTEMENT, department_code=code)
    )
    # Former INSEE codes come after: many are the postal code of another commune (29200 is Brest’s).
    steps = [(exact, EXACT), (Q(pk__in=aliases.filter(code=code).values("territory")), FORMER_NAME)]
    if len(code) == 5:
        steps.append((_word_prefix("postal_codes", code), EXACT))
    elif len(code) > 5:
        steps.append((Q(siren__startswith=code), PREFIX))
    elif len(code) >= MIN_LETTERS:
        steps.append((Q(insee_code__startswith=code) | _word_prefix("postal_codes", code), PREFIX))
    return _ranked(territories, steps)


def _by_name(territories, aliases, text):
    names = _spellings(text)
    if not names:
        return _ranked(territories.none(), [])
    whole = Q(search_name__in=names) | Q(code=text.lower())
    former_whole = Q(pk__in=aliases.filter(search_name__in=names).values("territory"))
    steps = [(whole, EXACT), (former_whole, FORMER_NAME)]
    located = NAME_AND_DEPARTMENT.fullmatch(text)
    if located:
        here = Q(department_code=located["department"].upper())
        names_here = _spellings(located["name"])
        steps.append((here & Q(search_name__in=names_here), EXACT))
        steps += [(here & step, rank) for step, rank in _partial(aliases, names_here)]
    steps += _partial(aliases, names)
    return _ranked(territories, steps)


def _spellings(text):
    """Return the name as stored, then as typed: "ste" may be the beginning of Sainte- or of Stenay."""
    typed, folded = plain(text), fold(text)
    if len(without_article(typed)) < MIN_LETTERS:
        return [without_article(typed)] if typed else []
    names = (without_article(folded), without_article(without_ville_de(folded)), typed)
    return list(dict.fromkeys(names))


def _partial(aliases, names):
    prefix, words, former = Q(), Q(), Q()
    for name in names:
        if len(name) < MIN_LETTERS:
            continue
        each_word = Q()
        for word in telling_words(name)[:MAX_WORDS]:
            each_word &= _word_prefix("search_name", word)
        prefix |= Q(search_name__startswith=name)
        words |= each_word
        former |= Q(pk__in=aliases.filter(each_word).values("territory"))
    return [(prefix, PREFIX), (words, WORDS), (former, FORMER_WORDS)] if words else []


def _word_prefix(field, word):
    return Q(**{f"{field}__startswith": word}) | Q(**{f"{field}__contains": f" {word}"})


def _ranked(territories, steps):
    """Keep what meets one of the (condition, rank) steps, with the best rank met."""
    anything = Q()
    for condition, _ in steps:
        anything |= condition
    cases = [When(condition, then=Value(rank)) for condition, rank in sorted(steps, key=lambda step: step[1])]
    rank = Case(*cases, default=Value(FORMER_WORDS), output_field=IntegerField())
    return territories.filter(anything).annotate(match_rank=rank)
