"""A site in a folder of its own, and Python run in it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a" * 32  # against forged requests: any, in the cookie and in the body
SESSION = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

def session_of(user):
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key
"""


def environment_of(folder, database_url=None):
    """What a process of this site needs; SQLite in the folder when no database is named."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "PORTAL_VAR": str(folder),
        "PYTHONPATH": str(ROOT),
    }
    for name in ("ELASTICSEARCH_URL", "DATABASE_URL"):
        environment.pop(name, None)
    return environment | ({"DATABASE_URL": database_url} if database_url else {})


def run_python(source, environment, *arguments):
    """What this source prints, run in the site."""
    command = [sys.executable, "-c", source, *arguments]
    return subprocess.run(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    ).stdout


def start_gunicorn(environment, port, *options):
    """A process that leads a group of its own."""
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--no-control-socket", "--log-level", "critical", *options]
    return subprocess.Popen(
        command, env=environment, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL
    )
