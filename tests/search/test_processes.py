"""Two web processes and a worker on one database and one embedded index; some are killed with -9."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
SHEETS = 20  # of each web process

SETUP = """
import django
django.setup()
from search import indexing
from tests.factories.practices import PracticeFactory
indexing.rebuild()
for number in range(int({sheets})):
    print(PracticeFactory(title=f"Fiche {{number}}").pk)
"""

# What a web process does of it: each publication commits, then indexes; said once it is acknowledged.
WEB = """
import sys, django
django.setup()
from practices.models import PracticePage
for pk in map(int, sys.argv[1:]):
    PracticePage.objects.get(pk=pk).get_latest_revision().publish()
    print(pk, flush=True)
"""

DRAIN = """
import django
django.setup()
from search import indexing
indexing.drain()
"""

INDEXED = """
import django
django.setup()
from search import indexing
print(*(key for key, _ in indexing.engine().digests()))
"""


@pytest.fixture
def started(tmp_path):
    """Starts a process on the folder of the test."""
    unwanted = {"DATABASE_URL", "ELASTICSEARCH_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    environment |= {
        "PORTAL_VAR": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
    }
    (tmp_path / "var").mkdir()
    running = []

    def start(*arguments):
        process = subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


def done(process):
    """What a process said, once it has ended well."""
    out, _ = process.communicate()
    assert process.returncode == 0, out
    return out.split()


def read(process, count):
    """So many of the keys that a process acknowledges."""
    return [int(process.stdout.readline()) for _ in range(count)]


def test_killed_web_process_and_worker_leave_nothing_to_do_by_hand(started):
    done(started("manage.py", "migrate", "-v", "0"))
    pks = list(map(int, done(started("-c", SETUP.format(sheets=2 * SHEETS)))))

    worker = started("manage.py", "worker")
    one, other = (started("-c", WEB, *part) for part in (pks[:SHEETS], pks[SHEETS:]))
    acknowledged = read(one, 6) + read(other, 3)
    one.kill()  # somewhere between a commit and the next
    worker.kill()
    acknowledged += map(int, one.stdout.read().split())
    acknowledged += map(int, done(other))
    done(started("-c", DRAIN))

    indexed = set(map(int, done(started("-c", INDEXED))))
    assert set(acknowledged) <= indexed
    assert set(pks[SHEETS:]) <= indexed
    report = started("manage.py", "check_index")
    out, _ = report.communicate()
    assert report.returncode == 0, out
    assert "Changes in the queue: 0." in out
