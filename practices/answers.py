"""What a draft answers, in the words of the form: to read before sending, and to compare two versions."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import prefetch_related_objects

from .files.forms import DocumentTextsForm, ImageTextsForm
from .models import PracticePage
from .models.practice import UNTITLED
from .steps import FILES
from .text_conventions import text_from_html

LABELS_OF_FILES = {"image": "Image en tête", "attachments": "Autres fichiers"}


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


def answers_of_step(practice, step) -> list[Answer]:
    """The same of one step, files included; none of the step that only sends."""
    if step is FILES:
        return answers_of_files(practice)
    return answers_of(practice, step.form) if step.form else []


def answers_of_files(practice) -> list[Answer]:
    """The picture of a draft, then what is attached to it, a line each; empty too."""
    attached = list(practice.attachments.all())
    prefetch_related_objects(attached, "file")
    picture = {"title": practice.image_alt, "credit": practice.image_credit}
    lines = [_line_of_file(row.file, vars(row)) for row in attached]
    return [
        _answer_of_files("image", _line_of_file(practice.image, picture) if practice.image else ""),
        _answer_of_files("attachments", "\n".join(lines)),
    ]


def _answer_of_files(name, text):
    return Answer(name, LABELS_OF_FILES[name], text)


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
    return " · ".join(_parts(vars(row), form))


def _line_of_file(file, texts):
    state = [] if file.is_clean else [file.get_state_display()]
    form = ImageTextsForm if file.kind.is_image else DocumentTextsForm
    return " · ".join([file.name, *_parts(texts, form), *state])


def _parts(values, form):
    told = [(field.label, _in_words(values[name], field)) for name, field in form.base_fields.items()]
    return [f"{label}\u00a0: {words}" for label, words in told if words]


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
