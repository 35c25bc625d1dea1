"""The form of a sheet in Wagtail's admin."""

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm

from practices.territories.models import Territory
from practices.territories.resolving import UnresolvedTerritory, resolve

from .themes import ThemesField

BETWEEN = " · "


class TerritoriesField(forms.CharField):
    """Several collectivities, one a line: the name or the code is enough, a list can be pasted."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.Textarea({"rows": 4}), max_length=20_000, **kwargs)

    def prepare_value(self, value):
        if isinstance(value, str) or value is None:
            return value
        territories = Territory.objects.filter(pk__in=[getattr(one, "pk", one) for one in value])
        return "\n".join(f"{territory.label}{BETWEEN}{territory.code}" for territory in territories)

    def clean(self, value):
        found, problems = {}, []
        for line in super().clean(value).splitlines():
            if line.strip():
                try:
                    territory = resolve(line.rpartition(BETWEEN)[2])
                    found[territory.pk] = territory
                except UnresolvedTerritory as problem:
                    problems.append(str(problem))
        if problems:
            raise forms.ValidationError(problems)
        return list(found.values())

    def has_changed(self, initial, data):
        return self.prepare_value(initial or []) != (data or "").replace("\r\n", "\n").strip()


class PracticePageForm(WagtailAdminPageForm):
    """A draft may lack anything; sent to the review, it answers what the quick form asks."""

    themes = ThemesField(label="Thèmes", help_text="Un à trois.")
    co_bearers = TerritoriesField(
        label="Collectivités associées",
        required=False,
        help_text="Une par ligne\u00a0: nom, code INSEE ou SIREN.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self._asked():
            self.fields[name].required = True

    def defer_required_fields(self):
        super().defer_required_fields()
        for name in self._asked():
            if name != "title" and self.fields[name].required:
                self.fields[name].required = False
                self.deferred_required_fields.append(name)

    def save(self, commit=True):
        self._drop_remarks_resolved_meanwhile()
        return super().save(commit)

    def _drop_remarks_resolved_meanwhile(self):
        """Wagtail would take each for a new one, and ask again what the town has just dealt with."""
        formset = self.formsets.get("comments")
        for form in formset.forms if formset else []:
            is_gone = form["id"].value() and form.instance.pk is None
            if is_gone and not form.formsets["replies"].has_changed():
                form.changed_data = []  # nothing to save

    def _asked(self):
        return [name for name in self._meta.model.QUICK_FIELDS if name in self.fields]
