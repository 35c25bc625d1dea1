"""A time limit on database queries."""

import contextlib
import time

from django.db import OperationalError, connection

STEPS = 10_000  # of SQLite's machine between two looks at the clock


class Interrupted(Exception):
    """The time was up."""


@contextlib.contextmanager
def time_limit(seconds):
    """Ends the query under way, and this block, once the time is up. Raises Interrupted. SQLite only."""
    end = time.monotonic() + seconds
    connection.ensure_connection()
    connection.connection.set_progress_handler(lambda: time.monotonic() > end, STEPS)
    try:
        yield
    except OperationalError as error:
        if time.monotonic() < end:
            raise
        raise Interrupted from error
    finally:
        connection.connection.set_progress_handler(None, STEPS)
