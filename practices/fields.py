"""Model fields that hold what towns write."""

import nh3
from django import forms
from django.db import models
from wagtail.fields import RichTextField

SHEET_FEATURES = ["bold", "italic", "ol", "ul", "link"]
ALLOWED_TAGS = {"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a"}
ALLOWED_ATTRIBUTES = {"a": {"href", "linktype", "id"}}
ALLOWED_SCHEMES = {"http", "https", "mailto", "tel"}


def clean_sheet_html(html):
    """HTML with nothing but the features of a sheet: what may harm is gone, the words stay."""
    return nh3.clean(
        html, tags=ALLOWED_TAGS, attributes=ALLOWED_ATTRIBUTES, url_schemes=ALLOWED_SCHEMES, link_rel=None
    )


class SheetTextField(RichTextField):
    """Rich text cleaned by the model, whichever door it came through (form, import, API, admin).

    Wagtail's own field stores, and prints, any HTML that it is given; only the admin's editor cleans.
    """

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("features", SHEET_FEATURES)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def clean(self, value, model_instance):
        return clean_sheet_html(super().clean(value, model_instance) or "")

    def pre_save(self, model_instance, add):
        value = clean_sheet_html(super().pre_save(model_instance, add) or "")
        setattr(model_instance, self.attname, value)
        return value


class ChoiceListField(models.JSONField):
    """Several values of one `TextChoices`, kept as a list in the order of the choices."""

    def __init__(self, *args, vocabulary=None, **kwargs):
        self.vocabulary = vocabulary
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        choices = self.vocabulary.choices if self.vocabulary else []
        return forms.MultipleChoiceField(
            label=self.verbose_name,
            choices=choices,
            required=not self.blank,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        unknown = set(value or []) - set(self.vocabulary.values if self.vocabulary else value or [])
        if unknown:
            names = ", ".join(sorted(map(str, unknown)))
            raise forms.ValidationError(f"Valeurs inconnues\u00a0: {names}.")
