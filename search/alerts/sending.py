"""Sends what is due: each saved search tells each sheet once, whatever is killed in between."""

from django.db import transaction
from django.utils import timezone

from . import mails
from .models import AlertedSheet, SavedSearch, next_date
from .searches import filterset_of, is_lost, new_sheets

MOST_SHEETS = 50  # in one mail; the others come with the next


def send_due():
    """Queues the mail of every search that is due and has something new; returns how many mails.

    Raises SearchUnavailable: what was not sent stays due.
    """
    SavedSearch.objects.forgotten().delete()
    keys = list(SavedSearch.objects.due().values_list("pk", flat=True))
    return sum(send_alert(key) for key in keys)


def send_alert(key):
    """Tells what one search found, if it is still due; tells whether a mail was queued.

    One transaction, under a lock of the row, writes what is told, the mail and the next date: killed before
    its end nothing was done, after it the mail is in the queue. The engine is asked before it, so that a slow
    one holds no lock; a search that another process told meanwhile is not due any more.
    """
    saved = SavedSearch.objects.select_related("user").filter(pk=key).first()
    if saved is None:
        return False
    filterset = filterset_of(saved)
    lost = is_lost(filterset)
    silent = lost or (saved.user_id and not saved.user.is_active)
    sheets = [] if silent else new_sheets(saved, filterset, MOST_SHEETS)
    with transaction.atomic():
        saved = SavedSearch.objects.due().select_for_update().filter(pk=key).first()
        if saved is None:
            return False
        saved.is_lost = lost
        AlertedSheet.objects.bulk_create(AlertedSheet(saved_search=saved, sheet=sheet) for sheet in sheets)
        if sheets:
            mails.alert(saved, sheets)
        saved.next_due = next_date(saved.frequency, timezone.now())
        saved.save(update_fields=["next_due", "is_lost"])
    return bool(sheets)
