from django import forms

from .matching import MAX_LENGTH


class SuggestForm(forms.Form):
    """What is typed so far in a field that asks for a collectivity."""

    q = forms.CharField(
        label="Collectivité",
        required=False,
        max_length=MAX_LENGTH,
        error_messages={"max_length": f"Écrivez {MAX_LENGTH} caractères au plus."},
    )
