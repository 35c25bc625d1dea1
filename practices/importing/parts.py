"""Software, steps and indicators: several parts in one cell, the fields of each apart by `|`."""

from django.core.exceptions import ValidationError

from ..models import Indicator, Software, Step
from . import cells, dates
from .errors import CellError, quoted
from .matching import key

# How records (JSON) name what the model names otherwise.
RECORD_NAMES = {"is_open_source": "open_source"}


def parts(model, fields):
    """A parser of several `model`: `{field: parser}` in the order of the cell; a lone piece is its name."""
    asked = "title" if model is Step else "name"

    def parse(value, reading):
        return [_part(model, fields, asked, values, reading) for values in _split(value, fields, asked)]

    return parse


def _split(value, fields, asked):
    """Dicts from records, or from text: one part a line, or apart by `;` when all is in one line."""
    if not isinstance(value, str):
        for record in value:
            yield {name: record.get(name, record.get(RECORD_NAMES.get(name))) for name in fields}
        return
    for item in cells.items(value, "" if "\n" in value else ";"):
        pieces = [piece.strip() for piece in item.split("|")]
        if len(pieces) > len(fields):
            raise CellError(f"{quoted(item)} a {len(pieces)} parties, {len(fields)} au plus.")
        yield {asked: pieces[0]} if len(pieces) == 1 else dict(zip(fields, pieces, strict=False))


def _part(model, fields, asked, values, reading):
    found = {}
    for name, parser in fields.items():
        field = model._meta.get_field(name)
        given = values.get(name)
        if given is None or given == "":
            found[name] = field.get_default() if not field.null else None
            continue
        try:
            found[name] = field.clean(parser(given, reading), None)
        except ValidationError as error:
            raise CellError(
                f"{quoted(given)} ({field.verbose_name})\u00a0: {' '.join(error.messages)}"
            ) from error
    if not found[asked]:
        raise CellError(f"Une ligne n’a pas de nom ({quoted(model._meta.get_field(asked).verbose_name)}).")
    return found


def _number(value, reading):
    return cells.number_text(value)


def _free_or_not(value, reading):
    return None if key(value) in ("", "inconnu", "ne sait pas") else cells.boolean(value, reading)


software = parts(
    Software, {"name": cells.one_line, "supplier": cells.one_line, "is_open_source": _free_or_not}
)
indicators = parts(
    Indicator,
    {
        "name": cells.one_line,
        "before": _number,
        "after": _number,
        "unit": cells.one_line,
        "date": dates.date,
        "source": cells.one_line,
    },
)
steps = parts(Step, {"date": cells.one_line, "title": cells.one_line, "text": cells.several_lines})
