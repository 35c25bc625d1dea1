from django import forms

from . import choosing


class ChoiceForm(forms.Form):
    """The mails that a person wants, of those that can be turned off."""

    kinds = forms.MultipleChoiceField(
        label="Je veux recevoir", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, initial={"kinds": choosing.chosen_by(user)}, **kwargs)
        self.fields["kinds"].expected = True  # none is an answer too
        self.fields["kinds"].choices = [(kind.value, kind.label) for kind in choosing.offered_to(user)]
