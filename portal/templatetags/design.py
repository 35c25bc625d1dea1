"""The drawings of the design: icons, the glyph of each form of mutualisation, the steps of evidence."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from practices.choices import Evidence, Mutualisation, State

register = template.Library()

GLYPHS = {
    Mutualisation.NONE: "aucune",
    Mutualisation.TOWN_EPCI: "interco",
    Mutualisation.SHARED_SERVICE: "service",
    Mutualisation.AGREEMENT: "entente",
    Mutualisation.JOINT_PURCHASE: "groupement",
    Mutualisation.CONVENTION: "convention",
    Mutualisation.SYNDICATE: "syndicat",
    Mutualisation.PUBLIC_COMPANY: "spl",
    Mutualisation.STAFF_LOAN: "pret",
    Mutualisation.DIGITAL_COMMONS: "commun",
    Mutualisation.CROSS_BORDER: "frontiere",
}
STATE_ICONS = {
    State.IDEA: "idea",
    State.TRIAL: "trial",
    State.RUNNING: "running",
    State.WIDE: "wide",
    State.STOPPED: "stopped",
}
STATE_MODIFIERS = {
    State.TRIAL: "marker--trial",
    State.RUNNING: "marker--running",
    State.WIDE: "marker--running",
    State.STOPPED: "marker--stopped",
}
# x, y and height of the four bars.
EVIDENCE_BARS = ((1, "12", "4"), (7, "8.6", "7.4"), (13, "5.2", "10.8"), (19, "1.8", "14.2"))


@register.simple_tag
def icon(name, modifier=""):
    """An icon of the sprite. It always stands beside a word, so screen readers skip it."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="#i-{}"/></svg>',
        f" {modifier}" if modifier else "",
        name,
    )


@register.simple_tag
def glyph(mutualisation, modifier=""):
    """The drawing of a form of mutualisation; nothing when no form is known."""
    name = GLYPHS.get(mutualisation)
    if not name:
        return ""
    return format_html(
        '<svg class="glyph{}" aria-hidden="true" focusable="false" viewBox="0 0 64 48">'
        '<use href="#g-{}"/></svg>',
        f" {modifier}" if modifier else "",
        name,
    )


@register.simple_tag
def evidence_steps(evidence):
    """One to four steps, filled up to this level of evidence."""
    level = evidence_level(evidence)
    bars = "".join(
        f'<rect x="{x}" y="{y}" width="4" height="{height}" rx=".8"{" data-on" if index < level else ""}/>'
        for index, (x, y, height) in enumerate(EVIDENCE_BARS)
    )
    return mark_safe(  # noqa: S308  made of constants only
        f'<svg class="steps-glyph" viewBox="0 0 24 17" aria-hidden="true" focusable="false">{bars}</svg>'
    )


@register.filter
def evidence_level(evidence):
    """1 to 4."""
    return Evidence.values.index(evidence) + 1


@register.filter
def state_icon(state):
    return STATE_ICONS.get(state, "idea")


@register.filter
def state_modifier(state):
    return STATE_MODIFIERS.get(state, "")
