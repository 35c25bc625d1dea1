import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from practices.files.attaching import attach, detach
from practices.files.keeping import UNUSED_DAYS, delete_unused
from practices.files.models import SheetFile
from practices.models.review import Verdict
from practices.review import decide, submit
from tests.factories.practices import ModeratorFactory

from . import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(practice, member):
    attach(practice, user=member, uploads=[made.upload("note.pdf", made.PDF)])
    return SheetFile.objects.get()


def a_month_later():
    SheetFile.objects.exclude(unused_since=None).update(
        unused_since=timezone.now() - timedelta(days=UNUSED_DAYS, seconds=1)
    )


def test_delete_unused_waits_a_month(practice, member, file, django_capture_on_commit_callbacks):
    detach(practice, user=member, key=file.key)

    first = delete_unused(), SheetFile.objects.count()
    a_month_later()
    with django_capture_on_commit_callbacks(execute=True):
        second = delete_unused(), SheetFile.objects.count()

    assert (first, second) == ((0, 1), (1, 0))
    assert not file.content.storage.exists(file.content.name)


def test_delete_unused_keeps_what_the_draft_holds(file):
    delete_unused()
    a_month_later()

    assert delete_unused() == 0


def test_delete_unused_keeps_what_is_published_still(practice, member, file):
    submit(practice, user=member)
    decide(practice, user=ModeratorFactory(), verdict=Verdict.APPROVED)
    detach(practice, user=member, key=file.key)

    delete_unused()
    a_month_later()

    assert delete_unused() == 0


def test_delete_unused_keeps_a_draft_of_a_published_sheet(practice, member):
    submit(practice, user=member)
    decide(practice, user=ModeratorFactory(), verdict=Verdict.APPROVED)
    attach(practice, user=member, uploads=[made.upload("note.pdf", made.PDF)])

    delete_unused()
    a_month_later()

    assert delete_unused() == 0


def test_an_old_version_opens_without_a_file_that_is_gone(practice, file):
    practice.refresh_from_db()
    SheetFile.objects.all().delete()

    assert list(practice.get_latest_revision_as_object().attachments.all()) == []


def test_delete_unused_takes_the_files_of_a_deleted_sheet(practice, file):
    practice.refresh_from_db()
    practice.delete()

    delete_unused()
    a_month_later()

    assert delete_unused() == 1


def test_delete_unused_takes_old_bytes_without_a_row(file):
    storage = file.content.storage
    stray, fresh = (storage.base_location / "zz" / name for name in ("old", "new"))
    stray.parent.mkdir()
    for path in (stray, fresh):
        path.write_bytes(b"x")
    long_ago = time.time() - 2 * 24 * 3600
    os.utime(stray, (long_ago, long_ago))
    os.utime(file.content.path, (long_ago, long_ago))

    delete_unused()

    assert (stray.exists(), fresh.exists(), os.path.exists(file.content.path)) == (False, True, True)


def test_a_removed_file_gives_its_place_back_the_next_day(practice, member, file, territory):
    used = SheetFile.objects.for_territory(territory.pk).total_size()
    detach(practice, user=member, key=file.key)

    delete_unused()

    assert (used, SheetFile.objects.for_territory(territory.pk).total_size()) == (len(made.PDF), 0)
