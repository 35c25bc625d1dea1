"""French typography as template filters. On None or an empty text each gives an empty text."""

import datetime

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from portal import typography

register = template.Library()


@register.filter(is_safe=True)
def typo(value):
    """Plain text stays plain (and is escaped as usual); in HTML already safe, only the text nodes change."""
    if isinstance(value, SafeString):
        return mark_safe(typography.typo_html(value))  # noqa: S308  the text nodes alone change, in spaces and apostrophes
    return typography.typo(str(value)) if value is not None else ""


@register.filter
def counted(value, words):
    """`total|counted:"fiche"`; the plural after a comma where it is not a plain s: `"travail,travaux"`."""
    return "" if value is None else typography.counted(value, *words.split(","))


@register.filter
def quantity(value, unit):
    return "" if value is None else typography.quantity(value, unit)


def _register(name, function, local_time=False):
    def filter_(value):
        if value is None or value == "":
            return ""
        if local_time and isinstance(value, datetime.datetime) and timezone.is_aware(value):
            value = timezone.localtime(value)
        return function(value)

    filter_.__doc__ = function.__doc__
    register.filter(name, filter_)


_register("thousands", typography.number)
_register("euros", typography.euros)
_register("french_date", typography.date, local_time=True)
_register("french_month", typography.month, local_time=True)
_register("french_time", typography.time, local_time=True)
_register("file_size", typography.file_size)
_register("to_town", typography.to_town)
_register("of_town", typography.of_town)
