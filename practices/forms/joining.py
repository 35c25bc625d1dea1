from django import forms
from django.urls import reverse

from practices.territories.matching import MAX_LENGTH
from practices.territories.models import Territory

SHOWN, SUGGESTED = 20, 8


class FindForm(forms.Form):
    """Which collectivity a person looks for."""

    q = forms.CharField(
        label="Votre collectivité",
        max_length=MAX_LENGTH,
        required=False,
        help_text="Son nom, son code postal, son code INSEE ou son numéro SIREN.",
        error_messages={"max_length": f"Écrivez {MAX_LENGTH} caractères au plus."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs |= {
            "autocomplete": "off",
            "data-suggestions": reverse("practices:join_suggestions"),
        }
        self.fields["q"].expected = True  # empty, it asks for nothing, but it is not « facultatif » either

    def results(self, most=SHOWN):
        """The first collectivities that match, best first."""
        if not self.is_valid() or not self.cleaned_data["q"]:
            return []
        return list(Territory.objects.active().matching(self.cleaned_data["q"])[:most])


class JoinForm(forms.Form):
    """The collectivity chosen among those found, and what the person does there."""

    territory = forms.ModelChoiceField(
        label="Laquelle\u202f?",
        queryset=Territory.objects.active(),
        to_field_name="code",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez votre collectivité dans la liste.",
            "invalid_choice": "Cherchez de nouveau votre collectivité, puis choisissez-la dans la liste.",
        },
    )
    function = forms.CharField(
        label="Votre fonction",
        max_length=150,
        help_text="Par exemple\u00a0: secrétaire de mairie, maire, direction informatique.",
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )

    def __init__(self, *args, found=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territory"].choices = [
            (territory.code, f"{territory.label}, {territory.get_kind_display().lower()}")
            for territory in found
        ]
        self.fields["territory"].queryset = Territory.objects.active()

    def clean_function(self):
        return " ".join(self.cleaned_data["function"].split())
