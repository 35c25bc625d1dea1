"""Each field of the steps of a sheet says by an example what is expected."""

import pytest

from practices.files.forms import DocumentTextsForm, ImageTextsForm, PictureTextsForm
from practices.steps import STEPS

# They speak for themselves: collectivities by their names, a box, an address, a list of a few known words.
WITHOUT = {"lead", "co_bearers", "contact_phone_public", "contact_email", "kind", "language"}
FORMS = [step.form for step in STEPS if step.form]
ROWS = [rows.form for form in FORMS for rows in form.ROWS.values()]
FILES = [DocumentTextsForm, ImageTextsForm, PictureTextsForm]


@pytest.mark.parametrize("form", [*FORMS, *ROWS, *FILES], ids=lambda form: form.__name__)
def test_each_field_has_an_example(form):
    fields = {name: field for name, field in form.base_fields.items() if name not in ("seen", "key")}

    without = {name for name, field in fields.items() if "ar exemple\u00a0: " not in field.help_text}

    assert without <= WITHOUT
