"""A line of synonyms as people write it: expressions between commas."""

from ..analysis import normalise, words
from ..expressions import key_of

MOST_EXPRESSIONS = 12  # of one line
LONGEST_EXPRESSION = 8  # words


def split(text):
    """The expressions of a line, in their order, without blanks.

    >>> split(" SIG ,géomatique,, ")
    ['SIG', 'géomatique']
    """
    return [expression for part in text.split(",") if (expression := " ".join(normalise(part).split()))]


def cleaned(terms, replacements):
    """The two parts of a line as they are kept, and what is wrong with them: messages by field."""
    parts = {"terms": split(terms), "replacements": split(replacements)}
    errors = {name: message for name, part in parts.items() if (message := _error(part))}
    known = {_key(expression) for expression in parts["terms"]}
    if not parts["terms"]:
        errors["terms"] = "Écrivez au moins une expression."
    elif len(parts["terms"]) == 1 and not parts["replacements"]:
        errors["terms"] = "Écrivez au moins deux expressions, séparées par une virgule."
    elif twice := [other for other in parts["replacements"] if _key(other) in known]:
        errors["replacements"] = f"«\u00a0{twice[0]}\u00a0» est des deux côtés."
    return ", ".join(parts["terms"]), ", ".join(parts["replacements"]), errors


def _error(expressions):
    keys = [_key(expression) for expression in expressions]
    for expression, key in zip(expressions, keys, strict=True):
        if not key:
            return f"«\u00a0{expression}\u00a0» ne contient aucun mot que la recherche retient."
        if len(key) > LONGEST_EXPRESSION:
            return f"«\u00a0{expression}\u00a0» est trop long\u00a0: {LONGEST_EXPRESSION} mots au plus."
        if keys.count(key) > 1:
            return f"«\u00a0{expression}\u00a0» est écrit deux fois."
    if len(expressions) > MOST_EXPRESSIONS:
        return f"{MOST_EXPRESSIONS} expressions au plus\u00a0: faites plusieurs lignes."
    return ""


def _key(expression):
    return key_of(words(expression))
