"""The fields of the search form: what is not understood is dropped and said, never refused."""

import copy

from django import forms
from django.utils.functional import cached_property

from practices.territories.models import Territory

from .cells import is_cell

MOST_VALUES = 200  # of one facet in a URL


class Tolerant:
    """A field that keeps what it understands and remembers what it dropped, with the reason."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **(kwargs | {"required": False}))
        self.dropped = []

    def __deepcopy__(self, memo):
        """A form of its own knows what it dropped; the rest is shared, for no form changes it."""
        field = copy.copy(self)
        field.dropped = []
        return field

    def clean(self, value):
        try:
            return super().clean(value)
        except forms.ValidationError:
            self.dropped.append(("" if value is None else str(value), self.reason))
            return None


class TolerantText(Tolerant, forms.CharField):
    def clean(self, value):
        return (value or "").replace("\x00", " ").strip()


class TolerantInteger(Tolerant, forms.IntegerField):
    @property
    def reason(self):
        return f"un nombre de {self.min_value} à {self.max_value} est attendu"


class TolerantChoice(Tolerant, forms.ChoiceField):
    @property
    def reason(self):
        return "les valeurs possibles sont " + ", ".join(value for value, _ in self.choices)


class TolerantChoices(TolerantChoice, forms.MultipleChoiceField):
    """Several of the values."""


class TerritoryField(Tolerant, forms.CharField):
    """A collectivity by its code; one that was merged stands for its successor."""

    reason = "cette collectivité n’existe pas"

    def to_python(self, value):
        if not value:
            return None
        territory = Territory.objects.select_related("epci", "successor__epci").filter(code=value).first()
        if territory is None:
            raise forms.ValidationError(self.reason)
        return territory.successor or territory


class CellField(Tolerant, forms.CharField):
    """A square of the map."""

    reason = "ce secteur de la carte n’existe pas"

    def to_python(self, value):
        if value and not is_cell(value):
            raise forms.ValidationError(self.reason)
        return value or None


class PositionField(Tolerant, forms.CharField):
    """A latitude and a longitude in degrees, rounded to about a kilometre: no one is followed home."""

    reason = "une latitude et une longitude sont attendues, comme 48.39,-4.49"

    def to_python(self, value):
        if not value:
            return None
        try:
            latitude, longitude = (round(float(part), 2) for part in value.split(","))
        except (ValueError, OverflowError):
            raise forms.ValidationError(self.reason) from None
        if not (abs(latitude) <= 80 and abs(longitude) <= 180):
            raise forms.ValidationError(self.reason)
        return latitude, longitude


class FacetField(Tolerant, forms.MultipleChoiceField):
    """The known values of one facet, parents replaced by their chosen children."""

    reason = "cette valeur n’existe pas"

    def __init__(self, *args, facet, **kwargs):
        self.facet = facet
        super().__init__(*args, **kwargs)

    @cached_property
    def labels(self):
        """The label of every value, in page order; read once by a form."""
        return dict(self.facet.vocabulary())

    def clean(self, value):
        asked = self._today([item for item in (value or [])[:MOST_VALUES] if item])
        self.dropped = [(item, self.reason) for item in asked if item not in self.labels]
        return self.facet.without_parents(item for item in asked if item in self.labels)

    def _today(self, asked):
        """The values as they are called now: an address that was kept serves for ever."""
        unknown = [item for item in asked if item not in self.labels]
        renamed = self.facet.former(unknown) if unknown else {}
        return [renamed.get(item, item) for item in asked]
