"""What the forms of a sheet share: a part of the draft to and from fields, any of which may be empty."""

import datetime
import uuid

from django import forms
from django.forms.utils import ErrorList

from ..drafts import version_of
from ..fields import clean_sheet_html
from ..models import PracticePage
from ..text_conventions import html_from_text, text_from_html

LONG_TEXT = 20_000
MAX_INTEGER = 2_000_000_000  # what every database stores


class RichTextField(forms.CharField):
    """Plain text with the conventions of `text_conventions`, to and from the rich text of the model."""

    def __init__(self, **kwargs):
        widget = forms.Textarea({"rows": 7, "data-rich-text": True})
        super().__init__(max_length=LONG_TEXT, required=False, widget=widget, **kwargs)
        self.widget.attrs.pop("maxlength", None)

    def clean(self, value):
        return clean_sheet_html(html_from_text(super().clean(value)))


class DayField(forms.DateField):
    """A day as people write it, never refused for its separators."""

    def __init__(self, **kwargs):
        super().__init__(
            required=False,
            input_formats=["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%d/%m/%y", "%Y-%m-%d"],
            widget=forms.DateInput({"inputmode": "numeric"}, format="%d/%m/%Y"),
            error_messages={
                "invalid": "Écrivez le jour, le mois et l’année en chiffres, par exemple 30/06/2026."
            },
            **kwargs,
        )


class WholeNumberField(forms.IntegerField):
    """A count or an amount in euros; spaces between thousands, « € » and « habitants » are no mistake."""

    def __init__(self, *, example, limit=MAX_INTEGER, **kwargs):
        refusal = f"Écrivez un nombre entier, en chiffres, par exemple {example}."
        super().__init__(
            required=False,
            min_value=0,
            max_value=limit,
            widget=forms.TextInput({"inputmode": "numeric", "class": "input--short"}),
            error_messages={
                "invalid": refusal,
                "min_value": refusal,
                "max_value": "Ce nombre est trop grand.",
            },
            **kwargs,
        )

    def to_python(self, value):
        text = "".join(str("" if value is None else value).split()).lower()
        for unit in ("€", "euros", "habitants", "mois"):
            text = text.removesuffix(unit)
        return super().to_python(text)


class DraftForm(forms.Form):
    """Fields of the model's own names; those that carry `expected` are asked for by the review alone.

    `seen` marks what the sheet held when the page was shown, `key` is the page's own.
    """

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    ROWS = {}  # name of the children in the model → their formset
    expected = ()

    def __init__(self, data=None, *, user=None, practice=None, **kwargs):
        super().__init__(data, **kwargs)
        self.user, self.practice = user, practice
        self.initial["key"] = uuid.uuid4()
        for name in self.expected:
            self.fields[name].expected = True
        if practice:
            self.initial |= self._initial_of(practice)
        self.rows = {
            name: rows(data, prefix=name, initial=None if data is not None else _rows_of(practice, name))
            for name, rows in self.ROWS.items()
        }

    @classmethod
    def content_names(cls):
        """The fields of the sheet that this form writes."""
        return (*(name for name in cls.base_fields if name not in ("seen", "key")), *cls.ROWS)

    @classmethod
    def rich_names(cls):
        return [name for name in cls.content_names() if name in PracticePage.RICH_FIELDS]

    def full_clean(self):
        super().full_clean()
        if self.is_bound:
            for name, rows in self.rows.items():
                if not rows.is_valid():
                    self._errors[name] = ErrorList(message for _, message in rows.problems)

    @property
    def problems(self):
        """(anchor, sentence) of what is wrong in the rows, for the summary of errors."""
        return [
            problem for name, rows in self.rows.items() if name in self.errors for problem in rows.problems
        ]

    @property
    def content(self):
        """What the draft is made of; what is refused, and rich text left untouched, stays as it is."""
        untouched = set(self.rich_names()) - set(self.changed_data) if self.practice else set()
        kept = set(self.errors) | untouched
        before = self.practice or PracticePage()
        written = {**self.cleaned_data, **{name: rows.values for name, rows in self.rows.items()}}
        return {
            name: _value_of(before, name) if name in kept else written[name] for name in self.content_names()
        }

    def labels_refused(self):
        """The labels of the fields that could not be saved."""
        refused = [name for name in self.content_names() if name in self.errors]
        return [getattr(self.rows.get(name) or self.fields[name], "label", name) for name in refused]

    def _initial_of(self, practice):
        """What the form shows of a draft."""
        initial = {
            name: _value_of(practice, name) for name in self.base_fields if name in self.content_names()
        }
        initial |= {name: text_from_html(initial[name]) for name in self.rich_names()}
        return initial | {"seen": version_of(practice, self.content_names())}


def past_day(date):
    """The day, that has come; ValidationError for one that has not."""
    if date and date > datetime.date.today():
        raise forms.ValidationError(
            f"Le {date:%d/%m/%Y} n’est pas encore passé. Donnez la date du jour ou une date passée."
        )
    return date


def _value_of(practice, name):
    value = getattr(practice, name)
    return list(value.all()) if hasattr(value, "all") else value


def _rows_of(practice, name):
    return [vars(row) for row in _value_of(practice, name)] if practice else []
