"""A file that a moderator gave, kept an hour on the server with what was found in it.

The dry run and the import read the same file, a few seconds at a time, so that no page waits long: the state
says how far it went. The folder is of one machine: where several serve the admin, they share it.
"""

import fcntl
import json
import re
import secrets
import shutil
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import models

from .errors import UnreadableFile
from .outcomes import ImportOptions
from .report import Report
from .run import Seen, open_import

LIFETIME = 3600  # seconds
STEP = 12  # seconds of work for one page; well under the time-out of the web server
MAX_LINES = 5_000  # beyond, the command
KEPT_LINES = 500  # lines of the report
TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


class Phase(models.TextChoices):
    CHECK = "check", "essai en cours"
    READY = "ready", "essai terminé"
    IMPORT = "import", "import en cours"
    DONE = "done", "import terminé"
    FAILED = "failed", "fichier illisible"


class Job:
    """One file of one person. `state` is what is written beside it."""

    def __init__(self, folder, state):
        self.folder, self.state = folder, state

    @classmethod
    def create(cls, upload, *, user, **options):
        """Keep an uploaded file; `options` are those of ImportOptions. On UnreadableFile nothing is kept."""
        purge()
        folder = _root() / secrets.token_urlsafe(24)
        folder.mkdir(parents=True, mode=0o700)
        with (folder / "file").open("wb") as stream:
            for chunk in upload.chunks():
                stream.write(chunk)
        job = cls(folder, {"owner": user.pk, "name": upload.name, "options": options, "created": time.time()})
        job._restart(Phase.CHECK)
        try:
            with open_import(job.file, job.options(user)) as found:
                job.state["notes"], job.state["expected"] = found.notes, found.expected
        except UnreadableFile:
            job.discard()
            raise
        job._save()
        return job

    @classmethod
    def find(cls, token, *, user):
        """The job of this token if it is this person's and not too old; None otherwise."""
        purge()
        folder = _root() / token
        if not TOKEN.fullmatch(token) or not (folder / "state.json").is_file():
            return None
        job = cls(folder, json.loads((folder / "state.json").read_text()))
        return job if job.state["owner"] == user.pk else None

    @property
    def token(self):
        return self.folder.name

    @property
    def file(self):
        return self.folder / "file"

    @property
    def phase(self):
        return Phase(self.state["phase"])

    @property
    def is_working(self):
        return self.phase in (Phase.CHECK, Phase.IMPORT)

    @property
    def report(self):
        return Report.from_json(self.state["report"])

    def options(self, user):
        """Sheets come as drafts: what is public has passed the review, which no file goes round."""
        return ImportOptions(commit=self.state["phase"] == Phase.IMPORT, user=user, **self.state["options"])

    def start_import(self):
        """Go from the dry run to the import; asking twice starts once."""
        with self._alone() as alone:
            if alone and self.phase == Phase.READY and self.report.importable:
                self._restart(Phase.IMPORT)
                self._save()

    def advance(self, *, user):
        """Work for a few seconds; nothing when all is done, or while another page is at it."""
        with self._alone() as alone:
            if alone and self.is_working:
                self._work(self.options(user), time.monotonic() + STEP)
                self._save()

    def discard(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def _work(self, options, deadline):
        report, seen = self.report, Seen((int(key), line) for key, line in self.state["seen"].items())
        try:
            with open_import(self.file, options, after=self.state["after"], seen=seen) as found:
                for outcomes in found.batches:
                    for outcome in outcomes:
                        report.add(outcome)
                    if report.lines > MAX_LINES and not options.commit:
                        raise UnreadableFile(
                            "Le fichier dépasse 5\u202f000 lignes. Coupez-le en plusieurs, "
                            "ou demandez à un administrateur de lancer la commande import_practices."
                        )
                    self.state |= {
                        "after": outcomes[-1].number,
                        "seen": seen.numbers,
                        "report": report.as_json(),
                    }
                    self._save()
                    if time.monotonic() > deadline:
                        return
        except UnreadableFile as error:
            self.state |= {"phase": Phase.FAILED, "error": str(error)}
            return
        self.state |= {"phase": Phase.DONE if options.commit else Phase.READY, "seen": {}}

    def _restart(self, phase):
        report = Report(commit=phase == Phase.IMPORT, keep=KEPT_LINES).as_json()
        self.state |= {"phase": phase, "after": 0, "seen": {}, "report": report, "error": ""}

    def _save(self):
        """Whole or not at all, whenever the process stops."""
        fresh = self.folder / "state.new"
        fresh.write_text(json.dumps(self.state))
        fresh.replace(self.folder / "state.json")

    @contextmanager
    def _alone(self):
        """Yield whether this process is the only one at work, with the state as last written."""
        with (self.folder / "lock").open("w") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            if (self.folder / "state.json").exists():
                self.state = json.loads((self.folder / "state.json").read_text())
            yield True


def purge():
    """Remove what is older than an hour."""
    for folder in _root().glob("*/"):
        try:
            created = folder.stat().st_ctime
        except FileNotFoundError:  # another process was faster
            continue
        if folder.is_dir() and _age(folder, created) > LIFETIME:
            shutil.rmtree(folder, ignore_errors=True)


def _age(folder, created):
    try:
        created = json.loads((folder / "state.json").read_text())["created"]
    except (OSError, ValueError):
        pass  # never finished writing: the date of the folder tells
    return time.time() - created


def _root():
    return Path(settings.VAR_DIR) / "imports"
