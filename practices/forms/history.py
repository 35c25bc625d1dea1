from django import forms

from ..moments import day_and_hour


class CompareForm(forms.Form):
    """Which two versions to compare; the last two, unless told."""

    before = forms.TypedChoiceField(label="De la version du", coerce=int)
    after = forms.TypedChoiceField(label="à celle du", coerce=int)

    def __init__(self, data, *, versions):
        default = {"before": versions[min(1, len(versions) - 1)].key, "after": versions[0].key}
        super().__init__(data or default)
        for name in ("before", "after"):
            self.fields[name].choices = [(version.key, _label(version)) for version in versions]


def _label(version):
    return f"{day_and_hour(version.at)}, {version.who}"
