"""The embedded engine among several processes, killed ones included."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from search.engines import tantivy
from search.engines.base import SearchUnavailable
from search.engines.tantivy import KEPT_DAYS

from .notes import NoteDocument, found, note, query, store

ROOT = Path(__file__).parents[3]

# Writes one note after the other for ever; says each that is acknowledged.
WRITER = """
import sys
from search.engines.tantivy import TantivyEngine
from tests.search.engines.notes import NoteDocument, note, store

engine, first = TantivyEngine(NoteDocument, path=sys.argv[1]), int(sys.argv[2])
for start in range(first, first + 100_000, 10):
    store(engine, *(note(pk, "cantine", body="texte " * 200) for pk in range(start, start + 10)))
    print(start + 9, flush=True)
"""


def started(script, *arguments):
    """Another process that runs the script in the root of the project."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_killed_writers_leave_a_usable_index(tantivy_engine, new_tantivy, tmp_path):
    acknowledged = []

    for turn in range(5):
        first = turn * 100_000 + 1
        with started(WRITER, tmp_path / "index", first) as writer:
            last = read_until(writer, first + 29 + 10 * turn)
            time.sleep(0.013 * turn)  # somewhere in the midst of a batch
            writer.send_signal(signal.SIGKILL)
            rest = writer.stdout.read().split()
        acknowledged += range(first, int(rest[-1] if rest else last) + 1)
        store(tantivy_engine, note(900_000 + turn, "vélo"))  # the next one writes at once

    keys = set(new_tantivy().scan(query("cantine")))
    assert set(acknowledged) <= keys
    assert len(keys) % 10 == 0  # whole batches, or nothing of them
    assert found(tantivy_engine, "vélo") == [900_000 + turn for turn in range(5)]
    assert tantivy_engine.rebuild([note(1, "cantine")]) == 1


def read_until(writer, number):
    """Waits until the writer says this number or a higher one, and returns it."""
    return next(int(line) for line in writer.stdout if int(line) >= number)


@pytest.mark.slow
def test_two_processes_write_in_turn(tantivy_engine, tmp_path):
    with started(WRITER, tmp_path / "index", 1) as one, started(WRITER, tmp_path / "index", 200_001) as other:
        read_until(one, 60)
        read_until(other, 200_060)
        one.kill()
        other.kill()

    assert {*range(1, 61), *range(200_001, 200_061)} <= set(tantivy_engine.scan(query()))


READER = """
import sys
from search.engines.tantivy import TantivyEngine
from tests.search.engines.notes import NoteDocument

engine = TantivyEngine(NoteDocument, path=sys.argv[1])
for line in sys.stdin:
    print(engine.count(), flush=True)
"""


@pytest.mark.slow
def test_reader_in_another_process_sees_each_commit(tantivy_engine, tmp_path):
    seen = []

    with started(READER, tmp_path / "index") as reader:
        for number in range(4):
            if number:
                store(tantivy_engine, note(number))
            seen.append(ask(reader))
        tantivy_engine.rebuild([note(7)])
        seen.append(ask(reader))
        reader.kill()

    assert seen == [0, 1, 2, 3, 1]


def ask(reader):
    reader.stdin.write("?\n")
    reader.stdin.flush()
    return int(reader.stdout.readline())


def test_folder_removed_under_a_reader_is_unavailable_until_rebuilt(tantivy_engine, tmp_path):
    store(tantivy_engine, note(1, "cantine"))
    assert found(tantivy_engine) == [1]

    shutil.rmtree(tmp_path / "index")

    assert not tantivy_engine.is_ready()
    for _ in range(2):
        with pytest.raises(SearchUnavailable):
            tantivy_engine.answer(query("cantine"))
        with pytest.raises(SearchUnavailable):
            store(tantivy_engine, note(2))
    assert tantivy_engine.rebuild([note(3, "cantine")]) == 1
    assert found(tantivy_engine, "cantine") == [3]


def test_folder_replaced_under_a_reader_is_read(tantivy_engine, new_tantivy, tmp_path):
    store(tantivy_engine, note(1, "cantine"))
    assert found(tantivy_engine) == [1]

    shutil.rmtree(tmp_path / "index")
    new_tantivy().rebuild([note(2, "cantine"), note(3, "cantine")])

    assert found(tantivy_engine, "cantine") == [2, 3]
    store(tantivy_engine, note(4, "cantine"))
    assert found(tantivy_engine, "cantine") == [2, 3, 4]


@pytest.mark.parametrize("damaged", ["meta.json", "*.store", "*.term"])
def test_damaged_index_is_unavailable_until_rebuilt(tantivy_engine, new_tantivy, tmp_path, damaged):
    store(tantivy_engine, note(1, "cantine", body="cantine"))
    for path in (tmp_path / "index").rglob(damaged):
        path.write_bytes(b"")

    with pytest.raises(SearchUnavailable):
        new_tantivy().answer(query("cantine"))

    engine = new_tantivy()
    assert engine.rebuild([note(2, "cantine")]) == 1
    assert found(engine, "cantine") == [2]


def test_writer_gives_up_when_another_holds_the_index(tantivy_engine, new_tantivy, monkeypatch):
    monkeypatch.setattr(tantivy, "LOCK_PATIENCE", 0.2)

    with tantivy_engine.exclusive():
        with pytest.raises(SearchUnavailable):
            store(new_tantivy(), note(1))
        store(tantivy_engine, note(2))  # whoever holds it goes on

    store(new_tantivy(), note(3))
    assert found(tantivy_engine) == [2, 3]


def test_threads_of_one_engine_write_and_read_together(tantivy_engine):
    failures = []

    def work(first):
        try:
            for pk in range(first, first + 10):
                store(tantivy_engine, note(pk, "cantine"))
                assert pk in found(tantivy_engine, "cantine", limit=100)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(first,)) for first in (1, 101, 201)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert tantivy_engine.count() == 30


def test_threads_that_open_the_index_together_read_the_same_commit(tantivy_engine, tmp_path):
    opening, committed = threading.Event(), threading.Event()

    class Slow(tantivy.TantivyEngine):
        def _register(self, index):
            super()._register(index)
            if not opening.is_set():
                opening.set()
                committed.wait(5)

    store(tantivy_engine, note(1))
    engine = Slow(NoteDocument, path=tmp_path / "index")
    first, second = threading.Thread(target=engine.count), threading.Thread(target=engine.count)
    first.start()
    opening.wait(5)
    store(tantivy_engine, note(2))
    second.start()
    second.join(0.5)  # it waits for the first, or has read the new commit
    committed.set()
    first.join()
    second.join()

    assert engine.count() == 2


@pytest.mark.parametrize(("days", "kept"), [(KEPT_DAYS - 1, True), (KEPT_DAYS + 1, False)])
def test_index_of_an_older_schema_goes_a_week_after_its_last_write(tantivy_engine, tmp_path, days, kept):
    older = tmp_path / "index" / "note" / "0123456789"
    shutil.copytree(tantivy_engine.folder, older)
    then = time.time() - days * 86_400
    os.utime(older / "meta.json", (then, then))

    tantivy_engine.rebuild([note(1)])

    assert older.exists() == kept
    assert found(tantivy_engine) == [1]


def test_folder_that_cannot_be_made_is_unavailable(new_tantivy, tmp_path):
    (tmp_path / "index").write_text("a file stands here")
    engine = new_tantivy()

    assert not engine.is_ready()
    for action in (
        lambda: engine.rebuild([note(1)]),
        lambda: store(engine, note(1)),
        lambda: engine.exclusive().__enter__(),
        lambda: engine.answer(query("cantine")),
    ):
        with pytest.raises(SearchUnavailable):
            action()
