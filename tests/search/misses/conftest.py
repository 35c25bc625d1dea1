import pytest
from django.test import Client


@pytest.fixture
def visitor(index):
    """A browser, before an index without sheets."""
    return Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"})
