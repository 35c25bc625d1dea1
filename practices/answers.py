"""What a draft answers, in the words of the form: to read before sending, and to compare two versions."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from .models import PracticePage
from .models.practice import UNTITLED
from .text_conventions import text_from_html


@dataclass(frozen=True)
class Answer:
    """`text` is plain; `html`, where there is any, is the cleaned rich text of the model."""

    name: str
    label: str
    text: str
    html: str = ""


def answers_of(practice, form) -> list[Answer]:
    """All that this kind of form shows of a draft, in its order; empty ones too."""
    return [_answer(practice, form, name) for name in form.content_names()]


def _answer(practice, form, name):
    value = getattr(practice, name)
    if name in form.ROWS:
        lines = [_line(row, form.ROWS[name].form) for row in value.all()]
        return Answer(name, form.ROWS[name].label, "\n".join(lines))
    field = form.base_fields[name]
    if name in PracticePage.RICH_FIELDS:
        return Answer(name, field.label, text_from_html(value), value)
    return Answer(name, field.label, _in_words(value, field))


def _line(row, form):
    told = [(field.label, _in_words(getattr(row, name), field)) for name, field in form.base_fields.items()]
    return " · ".join(f"{label}\u00a0: {words}" for label, words in told if words)


def _in_words(value, field):
    if hasattr(value, "all"):
        return ", ".join(str(one) for one in value.all())
    choices = {str(key): label for key, label in _flat(field)}
    if isinstance(value, list):
        return ", ".join(choices.get(one, one) for one in value)
    if value is None or value in ("", UNTITLED):
        return ""
    if isinstance(value, bool) and not choices:
        return "Oui" if value else "Non"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return str(choices.get(str(value), value))


def _flat(field):
    """The choices of a closed list; none of a field whose choices are rows of the database."""
    return [] if hasattr(field, "queryset") else getattr(field, "choices", [])
