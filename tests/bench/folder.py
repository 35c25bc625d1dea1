"""The folder of a measure: a database of made-up sheets, built once, used again while nothing changed."""

import functools
import hashlib
import json
import os
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "portal.sqlite3"
MARK = "bench.json"  # written last: without it the folder is half built, or not ours
SHAPED_BY = (  # what the database is made of: schema, vocabularies, directory, the builder itself
    "*/migrations/*.py",
    "practices/*/migrations/*.py",
    "portal/*/migrations/*.py",
    "practices/examples/*.json",
    "practices/theme_tree.json",
    "practices/territories/data/*.gz",
    "portal/pages/starter/*",
    "tests/bench/words.py",
    "tests/bench/made_up.py",
    "tests/bench/insertion.py",
    "tests/peers/facets.py",
    "tests/peers/models.py",
    "tests/peers/loading.py",
    "requirements.txt",
)
INDEX_SHAPED_BY = (  # what an index without a database is made of, besides its schema
    "practices/examples/*.json",
    "practices/theme_tree.json",
    "practices/territories/data/*.gz",
    "search/analysis.py",
    "search/cells.py",
    "tests/bench/words.py",
    "tests/bench/made_up_documents.py",
)


def folder_of(count, kind="bench"):
    """In BENCH_VAR, else in a folder of the user's cache."""
    if os.environ.get("BENCH_VAR"):
        return Path(os.environ["BENCH_VAR"]).resolve() / f"{kind}-{count}"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "pratiques-communes" / f"{kind}-{count}"


@functools.cache
def fingerprint(patterns=SHAPED_BY):
    """Changes with all that shapes the made-up database; read once, as the code of this process was."""
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def index_fingerprint(schema):
    """Changes with all that shapes an index without a database; `schema` is the engine's own fingerprint."""
    return "-".join((fingerprint(INDEX_SHAPED_BY), schema, version("tantivy")))


def is_built(folder, *parts, made_of=None):
    """Whether the folder holds these parts ("sheets", "peers", "index"), built by the code of now."""
    mark = _read_mark(folder)
    return mark.get("fingerprint") == (made_of or fingerprint()) and all(mark.get(part) for part in parts)


def built_with(folder, name):
    """What was written down when the folder was built."""
    return _read_mark(folder)[name]


def clear(folder):
    """Empties a folder of ours that is out of date; refuses any other that holds something."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise SystemExit(f"{folder} is not empty and no folder of script/bench: choose another (BENCH_VAR)")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).write_text("{}")


def prepare_site():
    """Tables, directory of collectivities, starter site: what `script/server` does, without the examples."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("load_territories", verbosity=0)
    call_command("starter_site", stdout=sys.stderr)


def copy_site(origin, folder):
    """The same site in another folder, still without sheets."""
    shutil.copy(origin / DATABASE, folder / DATABASE)


def mark_built(folder, *, made_of=None, **parts):
    mark = _read_mark(folder) | {"fingerprint": made_of or fingerprint()} | parts
    (folder / MARK).write_text(json.dumps(mark))


def _read_mark(folder):
    try:
        return json.loads((folder / MARK).read_text())
    except (OSError, json.JSONDecodeError):
        return {}


def size(path):
    """Bytes of a file or of all files under a folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
