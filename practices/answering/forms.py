"""The moderators' answer: a message, and remarks on fields, as many as they want."""

from django import forms

from practices.keys import KeysField
from practices.models.review import Verdict

from .fields import remarkable_fields
from .models import LONGEST, ReusableText

MOST = 40  # remarks in one answer
CHOICES = (
    (Verdict.CHANGES, "Demander des modifications\u00a0: la collectivité corrige et renvoie"),
    (Verdict.REFUSED, "Refuser\u00a0: la fiche ne convient pas"),
)


class TextsField(KeysField):
    def __init__(self, **kwargs):
        super().__init__(ReusableText.objects.all(), required=False, **kwargs)


class AnswerForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Votre décision",
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez votre décision."},
    )
    message = forms.CharField(
        label="Votre message à la collectivité",
        help_text=(
            "Il part tel quel, avec les remarques ci-dessous. "
            "Obligatoire, sauf pour demander des modifications par des remarques seulement."
        ),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 6}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    used = TextsField(widget=forms.MultipleHiddenInput)


class TextsForm(forms.Form):
    """The reusable texts to put in."""

    texts = TextsField(label="Textes réutilisables", widget=forms.CheckboxSelectMultiple)


class RemarkForm(forms.Form):
    field = forms.ChoiceField(label="Champ", required=False)
    text = forms.CharField(
        label="Remarque", max_length=LONGEST, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", "Choisissez un champ"), *remarkable_fields()]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("text") and not cleaned.get("field") and "field" not in self.errors:
            self.add_error("field", "Dites à quel champ se rapporte cette remarque.")
        return cleaned


RemarkFormSet = forms.formset_factory(RemarkForm, extra=1, max_num=MOST)


def remarks_in(formset):
    """(field, text) of what was written; a row left empty, or a field without a word, is nothing."""
    rows = [form.cleaned_data for form in formset if form.cleaned_data.get("text")]
    return [(row["field"], row["text"]) for row in rows]
