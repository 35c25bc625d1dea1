from django import forms

from practices.keys import KeyField
from practices.models import Theme


class IntoForm(forms.Form):
    """Which theme stays."""

    into = KeyField(
        label="Réunir à quel thème\u202f?",
        queryset=Theme.objects.none(),
        error_messages={
            "required": "Choisissez le thème à garder.",
            "invalid_choice": "Ce thème n’existe pas, ou n’existe plus\u00a0: choisissez-en un autre.",
        },
    )

    def __init__(self, *args, theme, **kwargs):
        super().__init__(*args, **kwargs)
        themes = Theme.objects.in_tree_order().select_related("parent")
        self.fields["into"].queryset = themes.exclude(pk=theme.pk)
