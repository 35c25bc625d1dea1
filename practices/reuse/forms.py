from django import forms

from practices.keys import KeyField
from practices.models import PracticePage

from .models import FIRST_YEAR, LAST_YEAR, Reuse

BAD_YEAR = f"Écrivez l’année en quatre chiffres, entre {FIRST_YEAR} et {LAST_YEAR}."


class ReuseForm(forms.ModelForm):
    """What one collectivity says of one sheet that it takes up."""

    class Meta:
        model = Reuse
        fields = ["changes", "year", "result"]
        field_classes = {"result": KeyField}
        widgets = {
            "changes": forms.Textarea({"rows": 4}),
            "year": forms.NumberInput({"inputmode": "numeric"}),
        }
        error_messages = {
            "year": {"invalid": BAD_YEAR, "min_value": BAD_YEAR, "max_value": BAD_YEAR},
            "result": {"invalid_choice": "Choisissez une fiche publiée de votre collectivité."},
        }

    def __init__(self, *args, practice, territory, **kwargs):
        super().__init__(*args, prefix=territory.code, **kwargs)
        self.territory = territory
        own = PracticePage.objects.published().for_territory(territory).exclude(pk=practice.pk)
        self.fields["result"].queryset = own.order_by("title")
        self.fields["result"].empty_label = "Aucune pour l’instant"
        if not own.exists():
            del self.fields["result"]


class WhoForm(forms.Form):
    """For which of the person's collectivities a form was sent, and whether it takes the reuse back."""

    territory = forms.ModelChoiceField(queryset=None, to_field_name="code")
    take_back = forms.BooleanField(required=False)

    def __init__(self, *args, territories, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = territories
