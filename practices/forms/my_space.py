from django import forms


class ShownForm(forms.Form):
    """Which of one's collectivities is shown; all of them when nothing, or another, is asked."""

    collectivite = forms.ChoiceField(required=False)

    def __init__(self, *args, territories, **kwargs):
        super().__init__(*args, **kwargs)
        self.territories = {territory.code: territory for territory in territories}
        self.fields["collectivite"].choices = [(code, code) for code in self.territories]

    def shown(self):
        return self.territories.get(self.cleaned_data["collectivite"]) if self.is_valid() else None
