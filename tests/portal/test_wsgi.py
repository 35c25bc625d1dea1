"""What a web process has done before its first request."""

import subprocess
import sys

TOLD = """
import gc
from portal.wsgi import application
frozen = gc.get_freeze_count()
print(frozen > 10 * len(gc.get_objects()), application.__code__.co_stacksize > 16_384 // 8)
"""


def test_what_lives_on_is_loaded_and_no_garbage_is_looked_for_in_it():
    command = [sys.executable, "-c", TOLD]
    told = subprocess.run(command, check=True, capture_output=True, text=True)

    assert told.stdout.split() == ["True", "True"]
