"""Keys of rows, as an address or a form brings them: a number that no key can be finds nothing.

Asked for it, SQLite finds no answer but an error: its numbers have 64 bits.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.urls.converters import IntConverter

LARGEST = 2**63 - 1


def is_key(digits) -> bool:
    """Whether this number, or its digits, can be the key of a row."""
    return int(digits) <= LARGEST


class KeyConverter(IntConverter):
    """`<key:pk>`, in place of Django’s `<int:pk>`."""

    def to_python(self, value):
        if not is_key(value):
            raise ValueError
        return int(value)


class KeyField(forms.ModelChoiceField):
    def to_python(self, value):
        try:
            return super().to_python(value)
        except OverflowError as problem:
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, "invalid_choice", {"value": value}) from problem


class KeysField(forms.ModelMultipleChoiceField):
    def clean(self, value):
        try:
            return super().clean(value)
        except OverflowError as problem:
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, "invalid_choice", {"value": "…"}) from problem
