"""The product with its peers beside it: Wagtail's own search backends, in a folder of their own."""

# ruff: noqa: F403, F405

from portal.settings.test import *

INSTALLED_APPS = [*INSTALLED_APPS, "tests.peers"]
DATABASES["default"]["NAME"] = VAR_DIR / "portal.sqlite3"

# Both engines in one process: a measure turns to one or the other.
SEARCH_ENGINE = {"BACKEND": "tests.bench.engines.BothEngines", "OPTIONS": {"path": str(VAR_DIR / "index")}}
if ELASTICSEARCH_URL:
    PREFIX = env.str("ELASTICSEARCH_PREFIX", "bench")
    SEARCH_ENGINE["OPTIONS"] |= {"hosts": ELASTICSEARCH_URL.split(","), "prefix": PREFIX}
    WAGTAILSEARCH_BACKENDS |= {
        "elasticsearch": {
            "BACKEND": "wagtail.search.backends.elasticsearch8",
            "URLS": ELASTICSEARCH_URL.split(","),
            "INDEX_PREFIX": f"{PREFIX}-peer-",
            "TIMEOUT": 60,
            "AUTO_UPDATE": False,
        }
    }
