"""A web process of its own: serves every search of a file and tells its memory and the queries of a page.

PORTAL_VAR=… python -m tests.bench.web_process SEARCHES.json     with the product's settings and engine
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from .memory import anonymous_memory

COUNTED = 40  # searches whose database queries are counted


def serve_apart(folder, query_strings, **environment):
    """Runs this module in a process of its own on a folder; returns what it tells."""
    searches = folder / "searches.json"
    searches.write_text(json.dumps(query_strings))
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ELASTICSEARCH_")}
    settings = {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "PORTAL_VAR": str(folder)}
    command = [sys.executable, "-m", __name__, str(searches)]
    told = subprocess.run(command, env=inherited | settings | environment, stdout=subprocess.PIPE, check=True)
    return json.loads(told.stdout)


def main(path):
    import django

    django.setup()
    # Here, since they need the settings.
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from .pages import Site

    query_strings = json.loads(Path(path).read_text())
    site = Site()
    site.get(query_strings[0])
    at_start = anonymous_memory()
    for query_string in query_strings:
        site.get(query_string)
    told = {"at_start": at_start, "memory": anonymous_memory(), "queries": []}
    for query_string in query_strings[:COUNTED]:
        with CaptureQueriesContext(connection) as queries:
            site.get(query_string)
        told["queries"].append(len(queries))
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
