"""Processes of ours that are killed with -9 midway, again and again, on the database of a test."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from mailer.models import Message

ROOT = Path(__file__).parents[1]
KILLS = 3
PATIENCE = 120  # seconds for one process to start and queue its first mails, on a busy machine

BEGIN = """
import sys, django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.SEARCH_ENGINE["OPTIONS"]["path"] = sys.argv[2]
settings.EMAIL_BACKEND = "mailer.backend.DbBackend"
"""


class Work:
    """What a process does, as Python; its mails are rows of the test's database, which the test sends."""

    def __init__(self, code, *arguments):
        self.command = [sys.executable, "-c", BEGIN + code, *map(str, arguments)]
        self.environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test"}
        self.environment.pop("ELASTICSEARCH_URL", None)  # the embedded engine, as in this process
        self.running = []

    def start(self):
        self.running.append(subprocess.Popen(self.command, cwd=ROOT, env=self.environment))
        return self.running[-1]

    def run(self):
        """To its end, which is a good one."""
        assert self.start().wait() == 0

    def kill_midway(self, of):
        """Start it and kill it, several times, each time once it queued a few more mails of so many."""
        for _ in range(KILLS):
            before, process, began = Message.objects.count(), self.start(), time.monotonic()
            while Message.objects.count() < before + 2 and time.monotonic() - began < PATIENCE:
                time.sleep(0.01)
            process.kill()
            process.wait()
            assert before < Message.objects.count() < of
            yield

    def end(self):
        for process in self.running:
            process.kill()
            process.wait()


@pytest.fixture
def work(settings, own_folder):
    """`work(code)`: a process to start on the database and the index of the test."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        pytest.skip("the process is given a file")
    made = []

    def work(code):
        made.append(Work(code, database["NAME"], own_folder / "index"))
        return made[-1]

    yield work
    for one in made:
        one.end()
