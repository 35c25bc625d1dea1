"""Sheets sent one after the other to a gunicorn that dies of kill -9 at random moments, and starts again.

The client does what the page does: it saves the draft by itself twice, then with the button, then sends it,
and repeats each request with the same key until it is answered.
"""

import json
import os
import random
import re
import signal
import threading
import time
import uuid
from dataclasses import dataclass

import requests

from tests.servers import free_port

from .site import SESSION, TOKEN, environment_of, run_python, start_gunicorn

PATIENCE = 120  # seconds for one request, all its repetitions together
PAUSES = (0.05, 5.0)  # seconds between the start of a process and its death
JSON = {"Accept": "application/json"}
PREPARE = (
    """
from django.core.management import call_command
import django; django.setup()
call_command("migrate", verbosity=0)
call_command("starter_site", verbosity=0)
from practices.models import Theme
from tests.factories.territories import MembershipFactory
"""
    + SESSION
    + """
member = MembershipFactory(confirmed=True)
print(session_of(member.user), member.territory_id, Theme.objects.first().pk)
"""
)
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
        self.port = free_port()
        self.url, self.kills = f"http://127.0.0.1:{self.port}", 0
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self._live)
        self.thread.start()

    def stop(self):
        self.is_over.set()
        self.thread.join()

    def _live(self):
        while not self.is_over.is_set():
            process = start_gunicorn(
                self.environment, self.port, "--worker-class", "gthread", "--threads", "4"
            )
            while not self._answers() and process.poll() is None:
                time.sleep(0.05)
            self.is_over.wait(self.dice.uniform(*PAUSES))
            os.killpg(process.pid, signal.SIGKILL)  # the group that it leads: itself and its worker
            process.wait()
            self.kills += 1

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
        self.http.cookies.set("csrftoken", TOKEN)

    def post(self, path, data, headers=None):
        """The answer, whatever it is but for a server that is dead or dying."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                body = {"csrfmiddlewaretoken": TOKEN, **data}
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
    environment = environment_of(folder)
    session_key, territory, theme = run_python(PREPARE, environment).split()[-3:]
    web = Web(environment, dice)
    try:
        client = Client(web.url, session_key)
        for number in range(count):
            client.tell(number, territory, theme)
    finally:
        web.stop()
    return _outcome(
        run_python(COUNT, environment), count, web.kills, client.repeats, time.monotonic() - began
    )


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
