"""What is kept, and for how long: a file that no version needs is deleted after a month."""

import time
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from practices.drafts import locked
from practices.models import PracticePage

from .models import SheetFile
from .storage import PrivateStorage

UNUSED_DAYS = 30  # how long a removed file is kept
STRAY_SECONDS = 24 * 3600  # bytes without a row: their upload was interrupted


def delete_unused() -> int:
    """Delete the files that neither the published version nor the last one has held for a month.

    Tells how many. The rows of the sheet are locked meanwhile: nobody attaches what is being deleted.
    """
    limit = timezone.now() - timedelta(days=UNUSED_DAYS)
    deleted = 0
    for file in SheetFile.objects.iterator():
        with transaction.atomic():
            if is_needed(file):
                if file.unused_since:
                    SheetFile.objects.filter(pk=file.pk).update(unused_since=None)
            elif file.unused_since is None:
                SheetFile.objects.filter(pk=file.pk).update(unused_since=timezone.now())
            elif file.unused_since < limit:
                file.delete()
                deleted += 1
    _delete_strays()
    return deleted


def is_needed(file) -> bool:
    """Whether a version that is live, last or scheduled holds the file."""
    if PracticePage.objects.holding(file).exists():
        return True
    if file.practice_id is None:
        return False
    practice = locked(file.practice)
    versions = [practice.latest_revision, practice.scheduled_revision]
    return any(_holds(version.content, file.pk) for version in versions if version)


def _holds(content, key):
    attached = {row.get("file") for row in content.get("attachments", [])}
    return key in attached or content.get("image") == key


def _delete_strays():
    storage = PrivateStorage()
    old = time.time() - STRAY_SECONDS
    for path in storage.base_location.glob("*/*"):
        name = str(path.relative_to(storage.base_location))
        is_known = (
            SheetFile.objects.filter(content=name).exists() or SheetFile.objects.filter(picture=name).exists()
        )
        if path.stat().st_mtime < old and not is_known:
            path.unlink(missing_ok=True)
