"""Pairs of things done at the same moment to one sheet in review, by two people, in several processes.

Each thing is a request as a browser sends it: a decision of a moderator, of one association or the other, by
the doors of the desk, a save or an autosave of the edit form, a withdrawal, Wagtail's buttons that unpublish
and delete, an edit or a submission by the town. At the end the tables are compared with one another, and with
what was answered.
"""

import json
import os
import random
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import requests
from bs4 import BeautifulSoup

from tests.servers import free_port

from .site import ROOT, SESSION, TOKEN, environment_of, run_python, start_gunicorn

PROCESSES = 4
JITTER = 0.03  # seconds between the two, at most
PREPARE = (
    """
import json, sys
from django.core.management import call_command
import django; django.setup()
call_command("migrate", verbosity=0)
call_command("starter_site", verbosity=0)
from practices.models import ReviewTask, ReviewTaskState
from practices.review import submit
from tests.factories.accounts import UserFactory
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory
"""
    + SESSION
    + """
people = {"town": MembershipFactory(confirmed=True).user}
groups = ReviewTask.objects.first().groups.order_by("pk")  # one an association
for name, group in zip(("first", "second"), groups, strict=True):
    people[name] = UserFactory()
    people[name].groups.add(group)
lead = people["town"].memberships.get().territory
sheets = []
for number in range(int(sys.argv[1])):
    sheet = PracticeFactory(lead=lead, title=f"Fiche {number}.")
    submit(sheet, user=people["town"])
    sheets.append([sheet.pk, ReviewTaskState.objects.order_by("pk").last().pk, sheet.latest_revision_id])
print(json.dumps([{name: session_of(user) for name, user in people.items()}, sheets]))
"""
)
READ = (ROOT / "tests" / "endurance" / "read_decisions.py").read_text()
SAVED, DONE, REFUSED, CONFLICT = 200, 302, 400, 409
BACK = "sent back"  # from the desk's button « Publier » to the sheet, with the reason: nothing was done
EXPECTED = {SAVED, DONE, REFUSED, CONFLICT, BACK}


@dataclass(frozen=True)
class Sheet:
    key: int
    review: int
    version: int


@dataclass(frozen=True)
class Deed:
    """Who does what, and how; `prepare` gives the request once the sheet is known."""

    who: str
    what: str
    prepare: object


@dataclass(frozen=True)
class Outcome:
    """What was asked, what was answered, and what the tables hold at the end."""

    pairs: int
    answers: Counter
    verdicts: Counter
    faults: tuple
    seconds: float

    @property
    def is_whole(self):
        return not self.faults

    def __str__(self):
        answers = ", ".join(f"{number} × {code}" for code, number in sorted(self.answers.items()))
        verdicts = ", ".join(
            f"{number} {name or 'still in review'}" for name, number in self.verdicts.items()
        )
        lines = [f"{self.pairs} pairs in {PROCESSES} processes, {self.seconds:.0f} s: {answers}; {verdicts}"]
        return "\n".join([*lines, f"{len(self.faults)} faults", *self.faults[:20]])


class Site:
    """What people ask of the site, each with their own session."""

    def __init__(self, port, sessions):
        self.url, self.sessions = f"http://127.0.0.1:{port}", sessions

    def get(self, who, path):
        return requests.get(self.url + path, cookies=self._cookies(who), timeout=60)

    def post(self, who, path, data, headers=None):
        body = {"csrfmiddlewaretoken": TOKEN, **data}
        return requests.post(
            self.url + path,
            body,
            headers=headers,
            cookies=self._cookies(who),
            timeout=60,
            allow_redirects=False,
        )

    def answers(self):
        try:
            return requests.get(f"{self.url}/sante/vivant/", timeout=5).ok
        except requests.RequestException:
            return False

    def _cookies(self, who):
        return {"sessionid": self.sessions[who], "csrftoken": TOKEN}


def deeds():
    """All that anybody may do to a sheet in review."""
    for who in ("first", "second"):
        yield Deed(who, "decision", _published_at_the_desk)
        for verdict, remark in (("a-modifier", ""), ("a-modifier", "Depuis quand ?"), ("refusee", "")):
            yield Deed(who, "decision", _answered_at_the_desk(verdict, remark))
        yield Deed(who, "save", _save)
        yield Deed(who, "autosave", _autosave)
        yield Deed(who, "unpublishing", _posted("/admin/pages/{}/unpublish/", {}))
        yield Deed(who, "deletion", _posted("/admin/pages/{}/delete/", {}))
        yield Deed(who, "withdrawal", _posted("/admin/pages/{}/edit/", {"action-cancel-workflow": "1"}))
    yield Deed("town", "withdrawal", _posted("/mon-espace/fiches/{}/retirer/", {}))
    yield Deed("town", "write", _posted("/mon-espace/fiches/{}/moyens/", {"staffing": "Un agent"}))
    yield Deed("town", "submission", _posted("/mon-espace/fiches/{}/envoyer/", {}))


def endure(folder, *, count, seed=1, database_url=None) -> Outcome:
    """Does `count` pairs, one after the other; the database named, when one is, is used for nothing else."""
    began, dice = time.monotonic(), random.Random(seed)
    environment = environment_of(folder, database_url)
    sessions, sheets = json.loads(run_python(PREPARE, environment, str(count)).splitlines()[-1])
    port = free_port()
    process = start_gunicorn(environment, port, "--workers", str(PROCESSES), "--timeout", "60")
    try:
        site = Site(port, sessions)
        while not site.answers():
            time.sleep(0.1)
        told = [_pair(site, Sheet(*sheet), dice) for sheet in sheets]
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    held = json.loads(run_python(READ, environment).splitlines()[-1])
    assert [sheet["key"] for sheet in held] == [sheet[0] for sheet in sheets], "a sheet was deleted"
    return _outcome(told, held, time.monotonic() - began)


def _pair(site, sheet, dice):
    """Two deeds of two people at once: what each was, and the code of its answer."""
    everything = list(deeds())
    one = dice.choice(everything)
    two = dice.choice([deed for deed in everything if deed.who != one.who])
    barrier = threading.Barrier(2)

    def do(deed, wait):
        request = deed.prepare(site, deed.who, sheet)
        barrier.wait()
        time.sleep(wait)
        answer = site.post(deed.who, **request)
        return deed.what, _code(answer), request["data"].get("summary")

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(do, (one, two), (0, dice.uniform(-JITTER, JITTER) % JITTER)))


def _code(answer):
    is_back = answer.status_code == DONE and answer.headers["Location"].endswith("/lire/")
    return BACK if is_back else answer.status_code


def _published_at_the_desk(site, who, sheet):
    return {"path": f"/admin/bureau/{sheet.key}/publier/", "data": {"version": sheet.version}}


def _answered_at_the_desk(verdict, remark):
    def prepare(site, who, sheet):
        remarks = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
        if remark:
            remarks |= {"form-0-field": "title", "form-0-text": remark}
        data = {"verdict": verdict, "message": "Voici pourquoi.", "version": sheet.version, "send": "1"}
        return {"path": f"/admin/fiches-a-relire/{sheet.key}/reponse/", "data": data | remarks}

    return prepare


def _posted(path, data):
    return lambda site, who, sheet: {"path": path.format(sheet.key), "data": data}


def _save(site, who, sheet):
    path = f"/admin/pages/{sheet.key}/edit/"
    form = BeautifulSoup(site.get(who, path).content, "html.parser").find(id="page-edit-form")
    data = {"summary": f"Corrigé par {who}, fiche {sheet.key}."}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field["name"] not in data and field.get("type") != "checkbox":
            data[field["name"]] = _value(field)
    return {"path": path, "data": data | {"csrfmiddlewaretoken": TOKEN}}


def _autosave(site, who, sheet):
    return _save(site, who, sheet) | {"headers": {"Accept": "application/json"}}


def _value(field):
    if field.name == "textarea":
        return field.text.removeprefix("\n")
    if field.name == "select":
        chosen = field.select_one("option[selected]")
        return chosen["value"] if chosen else ""
    return field.get("value", "")


def _outcome(told, held, seconds):
    faults = [fault for pair, sheet in zip(told, held, strict=True) for fault in _faults(pair, sheet)]
    answers = Counter(f"{what} {code}" for pair in told for what, code, _ in pair)
    verdicts = Counter(sheet["verdict"] for sheet in held)
    return Outcome(len(told), answers, verdicts, tuple(faults), seconds)


def _faults(pair, sheet):
    """What does not agree, in words."""
    decided = [code for what, code, _ in pair if what == "decision" and code == DONE]
    may_be_off = any(what == "unpublishing" for what, _, _ in pair)
    checks = {
        "an error of the site": all(code in EXPECTED for _, code, _ in pair),
        "not one decision for one answer that took it": len(decided) == sheet["decisions"] <= 1,
        "an inconsistent state": sheet["is_consistent"],
        "off the site, and nobody took it off": sheet["is_live"] == sheet["was_approved"] or may_be_off,
        "on the site, and nobody approved it": sheet["was_approved"] or not sheet["is_live"],
        "an edit acknowledged and lost": all(
            summary in sheet["summaries"] for _, code, summary in pair if summary and code in (SAVED, DONE)
        ),
        "not one mail for one decision": sheet["mails"] == sheet["decisions"],
        "a remark kept without its answer": sheet["remarks"] <= sheet["requests"],
    }
    return [f"{fault}: {pair}, {sheet}" for fault, holds in checks.items() if not holds]
