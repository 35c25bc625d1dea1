"""The table of sheets that people open in a spreadsheet: French names and words, dates that are dates.

It is the same in CSV and XLSX. Machines read JSON, which keeps the codes: see `sheets.practice_data`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import capfirst

from practices.models import PracticePage
from practices.territories.models import Territory

from ..facets import FACETS_BY_NAME
from .sheets import full_url

SEPARATOR = "\u202f; "  # between the themes of one cell


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is in signs."""

    label: str
    value: Callable[[PracticePage], object]
    width: int = 16


def _field(model, name):
    return capfirst(str(model._meta.get_field(name).verbose_name))


def _of_sheet(name, value=None, width=16):
    """As the model calls it."""
    return Column(_field(PracticePage, name), value or (lambda practice: getattr(practice, name)), width)


def _of_lead(label, value):
    return Column(label, lambda practice: value(practice.lead) if practice.lead else None)


def _facet(name, value, width=16):
    """As the filters of the page call it."""
    return Column(FACETS_BY_NAME[name].label, value, width)


def table_columns():
    """In the order of the table; made at each export, since some names are those of the frameworks."""
    return (
        Column("Numéro", lambda practice: practice.pk, 10),
        _of_sheet("title", width=60),
        _of_sheet("summary", width=80),
        _of_sheet("lead", lambda practice: practice.lead and practice.lead.name, 30),
        _facet("type", lambda practice: practice.lead and practice.lead.get_kind_display(), 26),
        _of_lead("Code INSEE ou SIREN", lambda lead: lead.code),
        _of_lead(_field(Territory, "population"), lambda lead: lead.population),
        _of_lead(_field(Territory, "population_year"), lambda lead: lead.population_year),
        _of_lead(_field(Territory, "department_code"), lambda lead: lead.department_name),
        _of_lead(_field(Territory, "region_code"), lambda lead: lead.region_name),
        _of_sheet("themes", _themes, 40),
        _of_sheet("mutualisation", lambda practice: practice.get_mutualisation_display(), 26),
        _of_sheet("state", lambda practice: practice.get_state_display()),
        _of_sheet("state_date"),
        _facet("cost", lambda practice: practice.cost_band.label, 26),
        _facet("evidence", lambda practice: practice.evidence[0].label),
        _facet("year", lambda practice: practice.year),
        _of_sheet("licence", lambda practice: practice.get_licence_display(), 20),
        Column("Nombre de reprises", lambda practice: len(practice.reuses.all())),
        Column("Publiée le", lambda practice: _day(practice.last_published_at)),
        _of_sheet("is_example", lambda practice: "Oui" if practice.is_example else "Non"),
        _of_sheet("external_id"),
        Column("Adresse de la fiche", full_url, 60),
    )


def cells(practice, columns):
    """What the cells of a sheet hold: texts, numbers, dates, None."""
    return [column.value(practice) for column in columns]


def _themes(practice):
    return SEPARATOR.join(theme.name for theme in practice.themes.all())


def _day(moment):
    return timezone.localdate(moment) if moment else None
