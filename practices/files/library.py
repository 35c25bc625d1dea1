"""Wagtail's own library of documents and images, for editors: the same checks at its doors."""

from django.core.exceptions import ValidationError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .inspection import inspect
from .refusals import Refusal


class Checked:
    """A form whose file is inspected when it is new."""

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if "file" in self.changed_data and upload:
            try:
                inspect(upload)
            except Refusal as refusal:
                raise ValidationError(str(refusal)) from refusal
        return upload


class CheckedDocumentForm(Checked, BaseDocumentForm):
    pass


class CheckedImageForm(Checked, BaseImageForm):
    pass
