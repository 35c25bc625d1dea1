"""The sender of reminders killed with -9 again and again: one mail for each person."""

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from mailer.engine import send_all
from mailer.models import Message

from practices.mailing.models import Told
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).parents[3]
PEOPLE, KILLS = 200, 3
PATIENCE = 15  # seconds for one process to queue its first mails

SEND = """
import sys, django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.EMAIL_BACKEND = "mailer.backend.DbBackend"
from django.contrib.auth import get_user_model
from practices.mailing.reminders import Reminder, send_due
from practices.mailing.signals import reminders_asked

def give(**kwargs):
    for user in get_user_model().objects.order_by("pk"):
        for key in ("a", "b"):
            yield Reminder(user, key, "La fiche attend", "Corriger", f"http://testserver/{key}/")

reminders_asked.connect(give)
send_due()
"""


@pytest.fixture
def sender(settings):
    """Starts a process that sends on the database of the test."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        pytest.skip("the process is given a file")
    running = []

    def start():
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test"}
        arguments = [sys.executable, "-c", SEND, str(database["NAME"])]
        running.append(subprocess.Popen(arguments, cwd=ROOT, env=environment))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def test_each_person_gets_one_mail_though_the_sender_is_killed(sender, smtp_server):
    people = UserFactory.create_batch(PEOPLE)

    for _ in range(KILLS):
        before, process, began = Message.objects.count(), sender(), time.monotonic()
        while Message.objects.count() < before + 2 and time.monotonic() - began < PATIENCE:
            time.sleep(0.002)
        process.kill()
        process.wait()
        assert before < Message.objects.count() < PEOPLE  # it was killed midway
        assert Told.objects.count() == 2 * Message.objects.count()
    assert [sender().wait(), sender().wait()] == [0, 0]
    send_all()

    received = Counter(message["To"] for message in smtp_server.messages)
    assert received == Counter(user.email for user in people)
    assert {message["Subject"] for message in smtp_server.messages} == {"2\u00a0choses vous attendent"}
