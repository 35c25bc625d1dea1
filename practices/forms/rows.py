"""Lines of a sheet: each a small form, with an empty one at the end. They need no script."""

from django import forms
from django.forms.formsets import BaseFormSet

from ..models import Indicator, Software, Step
from .drafts import DayField, past_day

LIMIT = 40
DELETE = "DELETE"


class NumberField(forms.DecimalField):
    """A number as French people write it: « 1 250,5 »."""

    def __init__(self, **kwargs):
        super().__init__(
            required=False,
            max_digits=14,
            decimal_places=2,
            widget=forms.TextInput({"inputmode": "decimal", "class": "input--short"}),
            error_messages={
                "invalid": "Écrivez un nombre en chiffres, par exemple 12 ou 3,5.",
                "max_decimal_places": "Gardez deux chiffres au plus après la virgule.",
                "max_digits": "Ce nombre est trop grand.",
                "max_whole_digits": "Ce nombre est trop grand.",
            },
            **kwargs,
        )

    def to_python(self, value):
        return super().to_python("".join(str(value if value is not None else "").split()).replace(",", "."))

    def prepare_value(self, value):
        return (
            value if isinstance(value, str) or value is None else f"{value.normalize():f}".replace(".", ",")
        )


class SoftwareRow(forms.Form):
    name = forms.CharField(
        label="Logiciel ou service",
        max_length=120,
        help_text="Par exemple\u00a0: Nextcloud, une messagerie, un parapheur électronique.",
        error_messages={"required": "Donnez le nom du logiciel ou du service."},
    )
    supplier = forms.CharField(
        label="Fournisseur",
        required=False,
        max_length=120,
        help_text="L’entreprise ou le syndicat qui le fournit. "
        "Par exemple\u00a0: le syndicat numérique du département.",
    )
    is_open_source = forms.TypedChoiceField(
        label="Est-ce un logiciel libre\u202f?",
        required=False,
        choices=[("", "Je ne sais pas"), ("True", "Oui"), ("False", "Non")],
        coerce=lambda value: value == "True",
        empty_value=None,
        help_text="Par exemple\u00a0: Nextcloud et Jitsi le sont.",
    )


class StepRow(forms.Form):
    date = forms.CharField(
        label="Quand",
        required=False,
        max_length=40,
        help_text="Par exemple\u00a0: mars 2024, ou printemps 2025.",
    )
    title = forms.CharField(
        label="Étape",
        max_length=160,
        help_text="Par exemple\u00a0: vote de la convention par les trois conseils.",
        error_messages={"required": "Dites ce qui s’est passé."},
    )
    text = forms.CharField(
        label="Précisions",
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 2}),
        help_text="Ce qui a aidé ou retardé. Par exemple\u00a0: deux mois perdus, faute de devis.",
    )


class IndicatorRow(forms.Form):
    name = forms.CharField(
        label="Ce qui est mesuré",
        max_length=160,
        help_text="Par exemple\u00a0: délai de réponse aux habitants.",
        error_messages={"required": "Dites ce qui est mesuré."},
    )
    before = NumberField(label="Avant", help_text="Par exemple\u00a0: 12")
    after = NumberField(label="Après", help_text="Par exemple\u00a0: 3,5")
    unit = forms.CharField(
        label="Unité", required=False, max_length=40, help_text="Par exemple\u00a0: jours, euros par an, %."
    )
    date = DayField(label="Date de la mesure", help_text="Jour, mois, année. Par exemple\u00a0: 30/06/2026")
    source = forms.CharField(
        label="D’où vient le chiffre\u202f?",
        required=False,
        max_length=200,
        help_text="Par exemple\u00a0: relevé du logiciel de la mairie.",
    )

    def clean_date(self):
        return past_day(self.cleaned_data["date"])


class RowFormSet(BaseFormSet):
    """Rows that are all free to stay empty: an emptied one is dropped."""

    model = label = one = None

    def __init__(self, *args, **kwargs):
        errors = {"missing_management_form": "Ces lignes sont arrivées incomplètes. Rechargez la page."}
        super().__init__(*args, form_kwargs={"empty_permitted": True}, error_messages=errors, **kwargs)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if DELETE in form.fields:
            form.fields[DELETE].label = "Retirer cette ligne"

    @property
    def values(self):
        """The rows as children of the sheet, in order."""
        kept = [form.cleaned_data for form in self.forms if form.has_changed() and not self._is_removed(form)]
        rows = [{name: value for name, value in row.items() if name != DELETE} for row in kept]
        return [self.model(sort_order=rank, **row) for rank, row in enumerate(rows)]

    @property
    def problems(self):
        """(anchor, sentence) of each thing to correct."""
        found = [("", message) for message in self.non_form_errors()]
        for rank, form in enumerate(self.forms, start=1):
            if self.management_form.is_valid() and not self._is_removed(form):
                found += [
                    (form[name].auto_id, f"{self.one} {rank}, {form[name].label}\u00a0: {message}")
                    for name, messages in form.errors.items()
                    for message in messages
                ]
        return found

    def _is_removed(self, form):
        return self._should_delete_form(form)


def _rows(form, model, *, label, one):
    rows = forms.formset_factory(
        form, RowFormSet, extra=1, can_delete=True, max_num=LIMIT, absolute_max=LIMIT, validate_max=True
    )
    rows.model, rows.label, rows.one = model, label, one
    rows.can_delete_extra = False
    return rows


SoftwareRows = _rows(SoftwareRow, Software, label="Logiciels et fournisseurs", one="Logiciel")
StepRows = _rows(StepRow, Step, label="Les grandes dates", one="Étape")
IndicatorRows = _rows(IndicatorRow, Indicator, label="Ce que vous avez mesuré", one="Indicateur")
