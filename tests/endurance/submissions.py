"""Sheets sent one after the other to a gunicorn that dies of kill -9 at random moments, and starts again.

The client does what the page does: it saves the draft by itself twice, then with the button, then sends it,
and repeats each request with the same key until it is answered.
"""

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds for one request, all its repetitions together
PAUSES = (0.05, 5.0)  # seconds between the start of a process and its death
JSON = {"Accept": "application/json"}
PREPARE = """
import sys
from django.core.management import call_command
from importlib import import_module
import django; django.setup()
call_command("migrate", verbosity=0)
call_command("starter_site", verbosity=0)
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from practices.models import Theme
from tests.factories.territories import MembershipFactory
member = MembershipFactory(confirmed=True)
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(member.user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
session[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
session.save()
print(session.session_key, member.territory_id, Theme.objects.first().pk)
"""
COUNT = """
import json
import django; django.setup()
from practices.models import PracticePage
from practices.status import standings
sheets = list(PracticePage.objects.all())
stands = standings(sheets)
drafts = [sheet.get_latest_revision_as_object() for sheet in sheets]
print(json.dumps([[d.title, d.need, d.staffing, str(stands[d.pk].is_in_review)] for d in drafts]))
"""


@dataclass(frozen=True)
class Outcome:
    """What was asked, and what the database holds at the end."""

    asked: int
    sheets: int
    duplicates: int
    lost: int
    kills: int
    repeats: int
    seconds: float

    @property
    def is_whole(self):
        return (self.sheets, self.duplicates, self.lost) == (self.asked, 0, 0)

    def __str__(self):
        return (
            f"{self.asked} submissions, {self.kills} kill -9, {self.repeats} requests repeated: "
            f"{self.sheets} sheets, {self.duplicates} duplicates, {self.lost} lost or changed drafts, "
            f"{self.seconds:.0f} s"
        )


class Web:
    """A gunicorn on a port of its own, killed with its worker at random moments until `stop()`."""

    def __init__(self, environment, dice):
        self.environment, self.dice = environment, dice
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url, self.kills = f"http://127.0.0.1:{self.port}", 0
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self._live)
        self.thread.start()

    def stop(self):
        self.is_over.set()
        self.thread.join()

    def _live(self):
        while not self.is_over.is_set():
            process = self._start()
            while not self._answers() and process.poll() is None:
                time.sleep(0.05)
            self.is_over.wait(self.dice.uniform(*PAUSES))
            os.killpg(process.pid, signal.SIGKILL)  # the group that it leads: itself and its worker
            process.wait()
            self.kills += 1

    def _start(self):
        command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        options = [
            "--worker-class",
            "gthread",
            "--threads",
            "4",
            "--no-control-socket",
            "--log-level",
            "critical",
        ]
        return subprocess.Popen(
            command + options,
            env=self.environment,
            cwd=ROOT,
            start_new_session=True,
            stderr=subprocess.DEVNULL,
        )

    def _answers(self):
        try:
            return requests.get(f"{self.url}/sante/vivant/", timeout=5).ok
        except requests.RequestException:
            return False


class Client:
    """A town's browser that repeats what was not answered."""

    def __init__(self, url, session_key):
        self.url, self.repeats = url, 0
        self.http = requests.Session()
        self.http.cookies.set("sessionid", session_key)
        self.http.cookies.set("csrftoken", "a" * 32)

    def post(self, path, data, headers=None):
        """The answer, whatever it is but for a server that is dead or dying."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                body = {"csrfmiddlewaretoken": "a" * 32, **data}
                answer = self.http.post(
                    self.url + path, body, headers=headers, timeout=30, allow_redirects=False
                )
                if answer.status_code < 500:
                    return answer
            except requests.RequestException:
                pass
            self.repeats += 1
            time.sleep(0.05)
        raise TimeoutError(path)

    def tell(self, number, territory, theme):
        """One sheet, from the first word to the review."""
        key, fields = str(uuid.uuid4()), _fields(number, territory, theme)
        half = fields | {"need": "Un début", "actions": ""}
        answer = self.post("/mon-espace/fiches/nouvelle/", half | {"key": key}, JSON).json()
        answer = self.post(answer["address"], fields | {"key": key, "seen": answer["seen"]}, JSON).json()
        pk = re.search(r"/fiches/(\d+)/", answer["address"])[1]
        means = {"staffing": f"Agent {number}", "key": str(uuid.uuid4())}
        self.post(f"/mon-espace/fiches/{pk}/moyens/", means)
        self.post(f"/mon-espace/fiches/{pk}/envoyer/", {})


def endure(folder, *, count, seed=1) -> Outcome:
    """Tells `count` sheets under a rain of kills; what `folder` held is used for nothing else."""
    began, dice = time.monotonic(), random.Random(seed)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "PORTAL_VAR": str(folder),
        "PYTHONPATH": str(ROOT),
    }
    for name in ("ELASTICSEARCH_URL", "DATABASE_URL"):
        environment.pop(name, None)
    session_key, territory, theme = _python(PREPARE, environment).split()[-3:]
    web = Web(environment, dice)
    try:
        client = Client(web.url, session_key)
        for number in range(count):
            client.tell(number, territory, theme)
    finally:
        web.stop()
    return _outcome(_python(COUNT, environment), count, web.kills, client.repeats, time.monotonic() - began)


def _fields(number, territory, theme):
    return {
        "lead": territory,
        "title": f"Fiche {number}",
        "summary": "En une phrase.",
        "themes_0": theme,
        "mutualisation": "convention",
        "need": f"Le besoin {number}",
        "actions": "Fait.",
        "state": "en-service",
        "state_date": "01/03/2026",
        "lessons": "Rien.",
        "contact_function": "Mairie",
        "contact_email": "mairie@luzy.example",
    }


def _outcome(told, count, kills, repeats, seconds):
    held = [tuple(row) for row in json.loads(told.splitlines()[-1])]
    wanted = {
        (f"Fiche {number}", f"<p>Le besoin {number}</p>", f"Agent {number}", "True")
        for number in range(count)
    }
    titles = {title for title, *_ in held}
    return Outcome(
        count, len(held), len(held) - len(titles), len(wanted - set(held)), kills, repeats, seconds
    )


def _python(source, environment):
    command = [sys.executable, "-c", source]
    return subprocess.run(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    ).stdout
