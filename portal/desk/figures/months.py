"""The months that the figures cover."""

from datetime import date

from django.utils import timezone


def last_months(number) -> list[date]:
    """The first days of that many months, this one included, the oldest first."""
    today = timezone.localdate()
    last = 12 * today.year + today.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(last - number + 1, last + 1)]
