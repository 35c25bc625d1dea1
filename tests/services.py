"""Real Elasticsearch servers. One that is absent skips the test, or fails it under REQUIRE_SERVICES=1."""

import json
import os
import urllib.request
import uuid

import pytest

from tests.servers import Elasticsearch, ServerUnavailable


def required():
    return os.environ.get("REQUIRE_SERVICES") == "1"


def absent(message):
    """Ends the test: skipped on a developer's machine, failed where every service is required."""
    if required():
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def started_node():
    try:
        return Elasticsearch().start()
    except ServerUnavailable as error:
        absent(str(error))


@pytest.fixture(scope="session")
def elasticsearch_url():
    """The address of a real Elasticsearch: ELASTICSEARCH_URL, else a node started for this session."""
    if os.environ.get("ELASTICSEARCH_URL"):
        yield os.environ["ELASTICSEARCH_URL"]
        return
    if not required():
        absent("Elasticsearch absent: set ELASTICSEARCH_URL or REQUIRE_SERVICES=1")
    node = started_node()
    yield node.url
    node.close()


@pytest.fixture
def elasticsearch_prefix(elasticsearch_url, worker_id):
    """A prefix for names of indices that no other test uses, even on a shared server; they go at the end."""
    prefix = f"test-{worker_id}-{uuid.uuid4().hex[:12]}"
    yield prefix
    drop_indices(elasticsearch_url, prefix)


@pytest.fixture
def elasticsearch_node():
    """A node of this test alone, to be killed and started again: kill(), stop(), start(), url."""
    if not required():
        absent("Elasticsearch absent: a node of one's own needs REQUIRE_SERVICES=1")
    node = started_node()
    yield node
    node.close()


def drop_indices(url, prefix):
    """Removes every index whose name starts with the prefix; by name, for the server refuses patterns."""
    with urllib.request.urlopen(f"{url}/_cat/indices/{prefix}*?h=index&format=json", timeout=10) as answer:
        names = [row["index"] for row in json.load(answer)]
    if names:
        delete = urllib.request.Request(f"{url}/{','.join(names)}", method="DELETE")
        urllib.request.urlopen(delete, timeout=30).close()
