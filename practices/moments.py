"""When something happened, in French, with the spaces that hold its words together."""

from django.utils import timezone
from django.utils.formats import date_format

HOUR = "G\u00a0\\h\u00a0i"


def hour(moment) -> str:
    """« 14 h 05 », local time."""
    return date_format(timezone.localtime(moment), HOUR)


def day_and_hour(moment) -> str:
    """« 3 mars 2026 à 14 h 05 », « 1er mars 2026 à 9 h 00 », local time."""
    local = timezone.localtime(moment)
    day = "1er" if local.day == 1 else local.day
    return f"{day}\u00a0{date_format(local, 'F Y')} à {hour(local)}"
