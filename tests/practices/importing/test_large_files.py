"""Files of tens of thousands of lines, and an import that is killed."""

import gzip
import os
import signal
import subprocess
import sys
import time
import tracemalloc

import pytest
from django.conf import settings

from practices.importing.outcomes import Action, ImportOptions
from practices.importing.report import Report
from practices.importing.run import open_import


def generated(path, lines):
    """A large file, written without holding it in memory."""
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.write("external_id;title;summary;territory;need\r\n")
        for number in range(lines):
            stream.write(f"n-{number};Titre {number};{'Résumé assez long. ' * 15};29019;Un besoin.\r\n")
    return path


@pytest.mark.slow
@pytest.mark.django_db
def test_memory_does_not_grow_with_the_lines(site, tmp_path):
    def peak(lines):
        path, options = generated(tmp_path / f"{lines}.csv.gz", lines), ImportOptions(lenient=True)
        report = Report(commit=False)
        tracemalloc.start()
        with open_import(path, options) as job:
            for outcome in job.outcomes:
                report.add(outcome)
        memory = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert report.counts == {Action.CREATE: lines}
        return memory

    few, many = peak(1_000), peak(50_000)

    # Nothing but what tells a line from another: about a hundred bytes each.
    assert many - few < 49_000 * 250
    assert many < 40 * 1024 * 1024


class Site:
    """A site of its own, in another process: its files are in a folder that nobody else has."""

    def __init__(self, folder):
        self.environment = os.environ | {
            "PORTAL_VAR": str(folder),
            "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        }
        self.environment.pop("DATABASE_URL", None)
        self.log = folder / "portal.sqlite3-wal"

    def start(self, *args):
        command = [sys.executable, "manage.py", *map(str, args)]
        return subprocess.Popen(
            command, env=self.environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True
        )

    def run(self, *args):
        process = self.start(*args)
        out, _ = process.communicate(timeout=300)
        assert process.returncode == 0
        return out.strip()

    def shell(self, code):
        return self.run("shell", "--no-imports", "-c", code)

    def written(self):
        return self.log.stat().st_size if self.log.exists() else 0


PREPARE = """
from tests.factories.practices import practice_index
from tests.factories.territories import TerritoryFactory
practice_index()
TerritoryFactory(code="29019", name="Brest")
"""
COUNT = """
from practices.models import PracticePage
from wagtail.models import Page, Revision
whole = PracticePage.objects.filter(live=True, latest_revision__isnull=False)
print(PracticePage.objects.count(), whole.count(), Revision.objects.count(), Page.find_problems())
"""


@pytest.mark.slow
def test_import_killed_in_the_middle_leaves_whole_sheets(tmp_path):
    """A real process, a real database, kill -9; then the same command again."""
    site = Site(tmp_path)
    site.run("migrate", "-v0")
    site.shell(PREPARE)
    command = (
        "import_practices",
        generated(tmp_path / "many.csv.gz", 1_200),
        "--commit",
        "--publish",
        "--lenient",
    )

    first, start = site.start(*command), site.written()
    while first.poll() is None and site.written() < start + 1_000_000:
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    first.communicate()

    sheets, whole, versions, problems = site.shell(COUNT).split(maxsplit=3)
    assert sheets == whole == versions
    assert int(sheets) % 100 == 0
    assert int(sheets) < 1_200
    assert problems == "([], [], [], [], [])"
    site.run(*command)
    assert site.shell(COUNT) == "1200 1200 1200 ([], [], [], [], [])"
