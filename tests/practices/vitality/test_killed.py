"""The daily job killed with -9 again and again: each sheet is asked about in exactly one mail."""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from mailer.engine import send_all
from mailer.models import Message

from practices.vitality.models import Question
from tests.factories.vitality import old_sheet
from tests.mailbox import text_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).parents[3]
SHEETS, KILLS = 60, 3
PATIENCE = 30  # seconds for one process to queue its first mails

ASK = """
import sys, django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.EMAIL_BACKEND = "mailer.backend.DbBackend"
from practices.vitality.due import ask_due
ask_due()
"""


@pytest.fixture
def job(settings):
    """Starts a process that asks on the database of the test."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        pytest.skip("the process is given a file")
    running = []

    def start():
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test"}
        arguments = [sys.executable, "-c", ASK, str(database["NAME"])]
        running.append(subprocess.Popen(arguments, cwd=ROOT, env=environment))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def test_each_sheet_is_asked_once_though_the_job_is_killed(job, smtp_server):
    for _ in range(SHEETS):
        old_sheet()

    for _ in range(KILLS):
        before, process, began = Message.objects.count(), job(), time.monotonic()
        while Message.objects.count() < before + 2 and time.monotonic() - began < PATIENCE:
            time.sleep(0.002)
        process.kill()
        process.wait()
        assert before < Message.objects.count() < SHEETS  # it was killed midway
        assert Question.objects.count() == Message.objects.count()
    assert [job().wait(), job().wait()] == [0, 0]
    send_all()

    asked = Counter(
        link
        for message in smtp_server.messages
        for link in re.findall(r"/toujours-en-service/\S+", text_of(message))
    )
    assert (len(asked), set(asked.values())) == (SHEETS, {1})
