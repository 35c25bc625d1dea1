"""The sender of alerts killed with -9 again and again: each sheet in exactly one mail of each alert."""

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.utils import timezone
from mailer.engine import send_all
from mailer.models import Message

from search.alerts.models import AlertedSheet, SavedSearch
from tests.factories.practices import PracticeFactory
from tests.mailbox import text_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).parents[3]
ALERTS, SHEETS, KILLS = 60, 3, 3
PATIENCE = 15  # seconds for one process to queue its first mails

SEND = """
import sys, django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.SEARCH_ENGINE["OPTIONS"]["path"] = sys.argv[2]
settings.EMAIL_BACKEND = "mailer.backend.DbBackend"
from search.alerts.sending import send_due
send_due()
"""


@pytest.fixture
def sender(settings, own_folder):
    """Starts a process that sends on the database and the index of the test."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        pytest.skip("the process is given a file")
    running = []

    def start():
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test"}
        environment.pop("ELASTICSEARCH_URL", None)  # the embedded engine, as in this process
        arguments = [sys.executable, "-c", SEND, str(database["NAME"]), str(own_folder / "index")]
        running.append(subprocess.Popen(arguments, cwd=ROOT, env=environment))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def test_each_sheet_is_in_one_mail_of_each_alert_though_the_sender_is_killed(
    index, saved, sender, smtp_server
):
    for number in range(ALERTS):
        saved(email=f"mairie-{number}@luzy.example")
    for number in range(SHEETS):
        PracticeFactory(published=True, title=f"Piloter un drone {number}")
    index()

    for _ in range(KILLS):
        before, process, began = Message.objects.count(), sender(), time.monotonic()
        while Message.objects.count() < before + 2 and time.monotonic() - began < PATIENCE:
            time.sleep(0.002)
        process.kill()
        process.wait()
        assert before < Message.objects.count() < ALERTS  # it was killed midway
        assert AlertedSheet.objects.count() == SHEETS * Message.objects.count()
    assert sender().wait() == 0
    SavedSearch.objects.update(next_due=timezone.now())
    assert sender().wait() == 0
    send_all()

    told = Counter(
        (message["To"], line)
        for message in smtp_server.messages
        for line in text_of(message).splitlines()
        if line.startswith("Piloter")
    )
    assert set(told.values()) == {1}
    assert len(told) == ALERTS * SHEETS
