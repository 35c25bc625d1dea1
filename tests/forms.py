"""What tests need to post a form that traps robots."""

import time
from types import SimpleNamespace

import pytest

from practices.forms import robots


@pytest.fixture
def form_token(monkeypatch):
    """A token of a form that was shown a minute ago: nobody is taken for a robot."""

    def make():
        with monkeypatch.context() as past:
            past.setattr(robots, "time", SimpleNamespace(time=lambda: time.time() - 60))
            return robots.new_token()

    return make
