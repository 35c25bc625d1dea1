"""Fast and alone: nothing is shared between two runs, tests change what they need."""

import os
import tempfile
from pathlib import Path

from .base import *

SECRET_KEY = "tests-only"
ALLOWED_HOSTS = ["*"]
SITE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns of a missing folder, and a warning is an error
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in real life: in memory, a second thread finds locked tables instead of waiting its turn.
    # TEST_DATABASE names one that `--reuse-db` keeps.
    _file = os.environ.get("TEST_DATABASE") or Path(tempfile.gettempdir()) / f"portal-{os.getpid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(_file)}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
