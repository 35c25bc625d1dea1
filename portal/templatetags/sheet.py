"""How a sheet is cut into sections, and how its indicators are drawn."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from portal import typography
from practices.plain_text import html_to_text

register = template.Library()


@register.simple_tag
def answer_delay():
    """In how long the moderators answer a town: the days that every date beside it is counted with."""
    return typography.counted(settings.REVIEW_WORKING_DAYS, "jour ouvré", "jours ouvrés")


BAR_WIDTH = 400


@dataclass(frozen=True)
class Section:
    anchor: str
    title: str
    template: str
    fields: tuple = ()

    def is_filled(self, page):
        """Always, when no field is named; else as soon as one of them says something."""
        return not self.fields or any(_says_something(page, name) for name in self.fields)


SECTIONS = (
    Section("qui", "Avec qui", "practices/_who.html", ("confirmed_bearers", "partners", "software")),
    Section(
        "mutualisation",
        "Mutualisation",
        "practices/_mutualisation.html",
        ("mutualisation", "governance", "cost_sharing", "inhabitants", "is_open_to_partners"),
    ),
    Section("besoin", "Le besoin", "practices/_need.html", ("need",)),
    Section("recit", "Ce qui a été fait", "practices/_story.html", ("actions", "steps")),
    Section(
        "moyens",
        "Moyens",
        "practices/_means.html",
        ("investment", "running_cost", "chosen_cost_band", "staffing", "financing", "programmes"),
    ),
    Section("resultats", "Résultats", "practices/_results.html", ("indicators", "evaluation")),
    Section("regret", "Ce que nous ne referions pas", "practices/_regret.html", ("lessons",)),
    Section(
        "conseils",
        "Conseils et points d’attention",
        "practices/_transfer.html",
        ("conditions", "difficulties", "advice", "vigilance"),
    ),
    Section("fichiers", "Fichiers joints", "practices/_files.html", ("clean_attachments",)),
    Section("filiation", "D’où elle vient, qui l’a reprise", "reuse/_lineage.html", ("reuses", "origins")),
    Section("vie", "Vie de la fiche", "practices/_life.html"),
)


@register.simple_tag
def sheet_sections(page):
    """The sections of this sheet that say something, in the order of the page."""
    return [section for section in SECTIONS if section.is_filled(page)]


@register.simple_tag(takes_context=True)
def acts_at(context, page_name, page):
    """Where a link that acts on this sheet leads, as its attributes; in a preview it does nothing yet."""
    if getattr(context.get("request"), "is_preview", False):
        return mark_safe('role="link" aria-disabled="true"')
    return format_html('href="{}"', reverse(page_name, args=[page.slug]))


@register.filter
def bars(indicator):
    """Label, value and width of each bar, from 0; no bar unless both values can be drawn."""
    values = (indicator.before, indicator.after)
    if None in values or min(values) < 0 or max(values) == 0:
        return []
    top = max(100 if indicator.unit.strip() == "%" else 0, *values)
    rows = (("Avant", indicator.before), ("Après", indicator.after))
    return [
        {"label": label, "value": value, "width": round(float(value / top) * BAR_WIDTH, 1)}
        for label, value in rows
    ]


@register.filter
def inner(width):
    """The width of a bar inside its edge."""
    return max(0, round(width - 2, 1))


def _says_something(page, name):
    value = getattr(page, name)
    if hasattr(value, "all"):
        return bool(value.all())
    if isinstance(value, list):
        return bool(value)
    if name in page.RICH_FIELDS:
        return bool(html_to_text(value).strip())
    return value is not None and value != "" and value is not False
