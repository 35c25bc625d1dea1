import io
import logging
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from PIL import Image

from practices.files import checking
from practices.files.antivirus import EICAR
from practices.files.attaching import attach
from practices.files.checking import check_received
from practices.files.models import FileState, SheetFile

from . import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(practice, member):
    """Send a file for the sheet; tell its row."""

    def send(name, data):
        assert attach(practice, user=member, uploads=[made.upload(name, data)]) == {}
        return SheetFile.objects.latest("pk")

    return send


def read(field):
    with field.open() as stored:
        return stored.read()


def test_check_accepts_a_good_file(sent):
    file = sent("horaires.csv", b"jour;heures\n")

    check_received()

    file.refresh_from_db()
    assert (file.state, read(file.content)) == (FileState.CLEAN, b"jour;heures\n")


def test_check_writes_a_document_anew_without_its_metadata(sent):
    file = sent("note.pdf", made.PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R /Info << /Author (Martin) >>"))
    before = file.content.name

    check_received()

    file.refresh_from_db()
    assert (file.state, file.size) == (FileState.CLEAN, file.content.size)
    assert b"Martin" not in read(file.content)
    assert not file.content.storage.exists(before)


def test_check_writes_an_image_anew_without_its_metadata(sent):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010E] = "chez Mme Martin"
    exif.get_ifd(0x8825)[1] = "N"
    file = sent("photo.jpg", made.image("JPEG", (3000, 1000), exif=exif.tobytes(), comment=b"secret"))
    before = file.content.name

    check_received()

    file.refresh_from_db()
    full, small = (Image.open(io.BytesIO(read(field))) for field in (file.content, file.picture))
    assert (full.size, small.size) == ((800, 2400), (400, 1200))
    assert (file.width, file.height, file.size) == (400, 1200, file.content.size)
    assert [dict(image.getexif()) for image in (full, small)] == [{}, {}]
    assert "comment" not in full.info
    assert not file.content.storage.exists(before)


def test_check_keeps_the_first_image_of_a_photo_of_a_telephone(sent):
    file = sent("photo.jpg", made.animated("MPO", 2))

    check_received()

    file.refresh_from_db()
    image = Image.open(io.BytesIO(read(file.content)))
    assert (file.state, image.format, image.getpixel((0, 0))) == (FileState.CLEAN, "JPEG", (0, 0, 0))


def test_check_refuses_a_damaged_image_and_keeps_none_of_it(sent):
    file = sent("plan.png", made.image(size=(400, 300))[:-60])

    check_received()

    file.refresh_from_db()
    assert (file.state, file.reason[:24]) == (FileState.REFUSED, "Cette image est abîmée o")
    assert not file.content.storage.exists(file.content.name)


def test_check_refuses_what_the_antivirus_finds(sent, settings, clamd):
    settings.CLAMD = clamd
    bad, good = sent("test.csv", EICAR), sent("note.pdf", made.PDF)

    check_received()

    states = dict(SheetFile.objects.values_list("name", "state"))
    assert states == {bad.name: FileState.REFUSED, good.name: FileState.CLEAN}
    bad.refresh_from_db()
    assert bad.reason == checking.INFECTED


def test_check_holds_files_while_the_antivirus_is_down(sent, settings, clamd, caplog):
    caplog.set_level(logging.CRITICAL)
    settings.CLAMD = "127.0.0.1:1"
    file = sent("note.pdf", made.PDF)

    for _ in range(5):
        SheetFile.objects.update(state_since=timezone.now() - timedelta(hours=1))
        check_received()

    file.refresh_from_db()
    assert file.state == FileState.HELD
    settings.CLAMD = clamd
    check_received()
    file.refresh_from_db()
    assert file.state == FileState.HELD  # its turn comes after a minute
    SheetFile.objects.update(state_since=timezone.now() - timedelta(hours=1))
    check_received()
    file.refresh_from_db()
    assert file.state == FileState.CLEAN


def test_check_gives_back_what_a_dead_worker_left(sent):
    file = sent("note.pdf", made.PDF)
    long_ago = timezone.now() - timedelta(hours=1)
    SheetFile.objects.update(state=FileState.CHECKING, state_since=long_ago, attempts=1)

    check_received()

    file.refresh_from_db()
    assert file.state == FileState.CLEAN


def test_check_refuses_what_killed_three_workers(sent):
    file = sent("note.pdf", made.PDF)
    long_ago = timezone.now() - timedelta(hours=1)
    SheetFile.objects.update(state=FileState.CHECKING, state_since=long_ago, attempts=3)

    check_received()

    file.refresh_from_db()
    assert (file.state, file.reason) == (FileState.REFUSED, checking.POISONOUS)


def test_check_leaves_what_another_worker_is_at(sent):
    file = sent("note.pdf", made.PDF)
    SheetFile.objects.update(state=FileState.CHECKING, state_since=timezone.now())

    check_received()

    file.refresh_from_db()
    assert file.state == FileState.CHECKING


WORKER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
import django
django.setup()
from django.conf import settings
from pathlib import Path
settings.VAR_DIR = Path(sys.argv[2])
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.CLAMD = sys.argv[3]
from practices.files.checking import check_received
check_received()
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_checks_leaves_nothing_stuck(sent, settings, silent_clamd, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("the child process opens the SQLite file of the test")
    file = sent("note.pdf", made.PDF)
    name = str(connection.settings_dict["NAME"])
    child = subprocess.Popen(
        [sys.executable, "-c", WORKER, name, str(settings.VAR_DIR), silent_clamd], env=os.environ
    )
    try:
        for _ in range(200):
            file.refresh_from_db()
            if file.state == FileState.CHECKING:
                break
            assert child.poll() is None
            time.sleep(0.05)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert file.state == FileState.CHECKING

    SheetFile.objects.update(state_since=timezone.now() - checking.ABANDONED - timedelta(seconds=1))
    check_received()

    file.refresh_from_db()
    assert file.state == FileState.CLEAN
