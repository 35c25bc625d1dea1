"""The lines of the town's page: one file each, with its state and what is said of it."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.forms import Form

from .forms import DocumentTextsForm, ImageTextsForm, PictureTextsForm
from .models import SheetFile
from .texts import texts_of


@dataclass(frozen=True)
class Row:
    file: SheetFile
    form: Form
    is_picture: bool = False

    @property
    def may_be_picture(self):
        return self.file.kind.is_image and not self.is_picture and not self.file.is_refused

    @property
    def hidden(self):
        """The fields that tell what the page showed, so that nobody writes over another unknowingly."""
        return [field.as_hidden(only_initial=True) for field in self.form]

    @property
    def typed(self):
        """What was posted of it; nothing when something in it is wrong."""
        return self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}

    @property
    def shown(self):
        """What the page that was posted showed of it, as far as it says so, written as it is kept."""
        hidden = {name: self.form[name].html_initial_name for name in self.form.fields}
        return {
            name: self.form.fields[name].to_python(self.form.data[at])
            for name, at in hidden.items()
            if at in self.form.data
        }


def rows_of(draft, data=None) -> list[Row]:
    """The picture first; `data` is what was posted, if anything."""
    attached = list(draft.attachments.all())
    prefetch_related_objects(attached, "file")
    texts = texts_of(draft)
    rows = []
    if draft.image:
        rows.append(Row(draft.image, _form(PictureTextsForm, draft.image, texts, data), is_picture=True))
    for one in attached:
        form_class = ImageTextsForm if one.file.kind.is_image else DocumentTextsForm
        rows.append(Row(one.file, _form(form_class, one.file, texts, data)))
    return rows


def show_theirs(rows, theirs, *, confirms):
    """Rows that were posted, and written but for `theirs`: what somebody else wrote is shown beside.

    What is saved next starts from what is shown now. Unless it `confirms` nothing, as a script does that goes
    on by itself: then the same is told again.
    """
    for row in rows:
        if not row.typed:
            continue
        changed = theirs.get(row.file.key, {})
        row.form.data = row.form.data.copy()
        for name, now in row.form.initial.items():
            if name not in row.form.fields:
                continue
            if name not in changed:
                row.form.data[row.form[name].html_name] = now
            if name not in changed or confirms:
                row.form.data[row.form[name].html_initial_name] = now
        for name, value in changed.items():
            row.form.add_error(name, _changed(row.form.fields[name], value))


def _form(form_class, file, texts, data):
    """Bound only to a page that showed this file: what it did not show is not emptied."""
    prefix = f"file-{file.pk}"
    is_posted = data is not None and f"{prefix}-title" in data
    return form_class(data if is_posted else None, initial=texts[file.key], prefix=prefix)


def _changed(field, value):
    value = dict(getattr(field, "choices", ())).get(value, value)
    held = f"contient maintenant «\u00a0{value}\u00a0»" if value else "a été vidé"
    return (
        f"Pendant que cette page était ouverte, ce champ a changé\u00a0: il {held}. "
        "Pour garder votre réponse, enregistrez de nouveau."
    )
