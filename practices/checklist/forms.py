from django import forms

from practices.keys import KeysField
from practices.models import Criterion

GONE = "Un de ces critères n’existe plus. Rien n’a été enregistré\u00a0: cochez de nouveau."


class CriteriaField(KeysField):
    def __init__(self, **kwargs):
        messages = dict.fromkeys(("invalid_choice", "invalid_pk_value", "invalid_list"), GONE)
        super().__init__(Criterion.objects.all(), required=False, error_messages=messages, **kwargs)


class ChecklistForm(forms.Form):
    """The criteria met in a review; `shown` are those already ticked when the page was made."""

    met = CriteriaField(label="Critères remplis", widget=forms.CheckboxSelectMultiple)
    shown = CriteriaField(widget=forms.MultipleHiddenInput)
    review = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def keys(self):
        """What `checking.check` wants."""
        data = self.cleaned_data
        criteria = {name: [criterion.pk for criterion in data[name]] for name in ("met", "shown")}
        return criteria | {"review": data["review"]}
