"""Choosing the themes of a sheet, in the town's form and in the admin."""

from django import forms

from ..models.taxonomy import Theme

RANKS = ("Premier thème", "Deuxième thème, facultatif", "Troisième thème, facultatif")


class ThemesWidget(forms.MultiWidget):
    use_fieldset = True

    def __init__(self, choices):
        super().__init__([forms.Select({"aria-label": rank}, choices=choices) for rank in RANKS])

    def decompress(self, value):
        return [None] * len(RANKS)


class ThemesField(forms.Field):
    """Up to three themes, each in a menu of its own: no box to count, no script."""

    default_error_messages = {"unknown": "Ce thème n’existe plus. Choisissez-en un dans la liste."}

    def __init__(self, *, required=False, **kwargs):
        super().__init__(required=required, widget=ThemesWidget(choices=theme_choices), **kwargs)

    def prepare_value(self, value):
        """One key for each menu, from themes or from what was posted."""
        keys = [getattr(theme, "pk", theme) for theme in value or []]
        return [*keys, *[None] * len(RANKS)][: len(RANKS)]

    def clean(self, value):
        keys = list(dict.fromkeys(key for key in value or [] if key))
        known = {str(theme.pk): theme for theme in Theme.objects.all()}
        if not set(keys) <= set(known):
            raise forms.ValidationError(self.error_messages["unknown"])
        return super().clean([known[key] for key in keys])

    def has_changed(self, initial, data):
        before = {str(getattr(theme, "pk", theme)) for theme in initial or []}
        return before != {str(key) for key in data or [] if key}


def theme_choices():
    """The themes as a menu: each theme of the first level, then its own under its name."""
    choices = [("", "Choisissez un thème")]
    themes = list(Theme.objects.in_tree_order())
    for root in (theme for theme in themes if not theme.parent_id):
        children = [(theme.pk, theme.name) for theme in themes if theme.parent_id == root.pk]
        choices.append((root.name, [(root.pk, f"{root.name} (en général)"), *children]))
    return choices
