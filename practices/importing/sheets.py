"""Between the values of a row and a sheet: building, comparing, changing."""

import datetime

from ..models import PracticePage
from .columns import COLUMNS

# What a row says once for all, when the sheet is created.
IDENTITY = ("source", "external_id")
PARTS = {
    column.target: column.model_field.related_model for column in COLUMNS if column.model_field.one_to_many
}
LINKS = {column.target for column in COLUMNS if column.model_field.many_to_many}


def emptied(values):
    """The values with those that the row does not give set to empty: for records that say everything."""
    complete = {}
    for column in COLUMNS:
        if column.target not in IDENTITY:
            complete[column.target] = column.model_field.get_default() if column.is_plain else []
    return {**complete, **values}


def new_sheet(values, **fields):
    """An unsaved sheet; a state without a date is true today."""
    values = {**values, **fields}
    if values.get("state") and not values.get("state_date"):
        values["state_date"] = datetime.date.today()
    sheet = PracticePage()
    # Known to be empty: nothing asks the database for them.
    sheet.attachments, sheet.wagtail_admin_comments = [], []
    for name in PARTS.keys() | LINKS:
        set_value(sheet, name, values.pop(name, []))
    for name, value in values.items():
        set_value(sheet, name, value)
    return sheet


def set_value(sheet, name, value):
    """Set one field of a sheet in memory, parts and links included."""
    if name in PARTS:
        value = [PARTS[name](sort_order=place, **part) for place, part in enumerate(value)]
    setattr(sheet, name, value)


def changed_fields(sheet, values):
    """Names of the fields whose value differs, in the order of the row."""
    return [
        name for name, value in values.items() if name not in IDENTITY and not _is_same(sheet, name, value)
    ]


def _is_same(sheet, name, value):
    if name in LINKS:
        return {item.pk for item in getattr(sheet, name).all()} == {item.pk for item in value}
    if name in PARTS:
        names = list(value[0]) if value else []
        current = [{part: getattr(item, part) for part in names} for item in getattr(sheet, name).all()]
        return current == value
    if name == "lead":
        return sheet.lead_id == value.pk
    return getattr(sheet, name) == value


def latest(sheet):
    """The sheet as last written: the version in preparation when there is one."""
    return sheet.get_latest_revision_as_object() if sheet.has_unpublished_changes else sheet
