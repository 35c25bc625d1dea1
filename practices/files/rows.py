"""The lines of the town's page: one file each, with its state and what is said of it."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.forms import Form

from .forms import DocumentTextsForm, ImageTextsForm, PictureTextsForm
from .models import SheetFile


@dataclass(frozen=True)
class Row:
    file: SheetFile
    form: Form
    is_picture: bool = False

    @property
    def may_be_picture(self):
        return self.file.kind.is_image and not self.is_picture and not self.file.is_refused


def rows_of(draft, data=None) -> list[Row]:
    """The picture first; `data` is what was posted, if anything."""
    attached = list(draft.attachments.all())
    prefetch_related_objects(attached, "file")
    rows = []
    if draft.image:
        texts = {"title": draft.image_alt, "credit": draft.image_credit}
        rows.append(Row(draft.image, _form(PictureTextsForm, draft.image, texts, data), is_picture=True))
    for one in attached:
        texts = {name: getattr(one, name) for name in ("title", "kind", "language", "credit")}
        form_class = ImageTextsForm if one.file.kind.is_image else DocumentTextsForm
        rows.append(Row(one.file, _form(form_class, one.file, texts, data)))
    return rows


def _form(form_class, file, texts, data):
    """Bound only to a page that showed this file: what it did not show is not emptied."""
    prefix = f"file-{file.pk}"
    is_posted = data is not None and f"{prefix}-title" in data
    return form_class(data if is_posted else None, initial=texts, prefix=prefix)
