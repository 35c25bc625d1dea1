"""Code of two versions on one index, as while a new version is put in place: both search, both write."""

import dataclasses

import pytest

from search.analysis import normalise
from search.engines.base import SearchUnavailable
from search.schema import FIELD

from .notes import NoteDocument, found, note, store

ADDED = ("region", "size", "begun")  # fields that the older code does not know
OlderDocument = dataclasses.make_dataclass(
    "NoteDocument",
    [
        (field.name, field.type, dataclasses.field(metadata={FIELD: field.metadata[FIELD]}))
        for field in dataclasses.fields(NoteDocument)
        if field.name not in ADDED
    ],
    frozen=True,
    kw_only=True,
)


def older_note(pk, title):
    return OlderDocument(pk=pk, title=normalise(title), summary="", body="", theme=("a",), newest=pk)


@pytest.fixture
def older(new_engine):
    engine = new_engine(OlderDocument)
    engine.rebuild([older_note(1, "vélo")])
    return engine


@pytest.fixture
def newer(new_engine):
    return new_engine()


def test_older_code_searches_while_the_new_index_is_built(older, newer):
    """What it would write to the embedded index waits in the queue: see the decision on one hold."""
    seen = []

    def documents():
        yield note(1, "vélo")
        seen.append(found(older, "vélo"))
        yield note(2, "piscine")

    assert not newer.is_ready()
    newer.rebuild(documents())

    assert seen == [[1]]
    assert newer.is_ready()
    assert found(newer, "piscine") == [2]


def test_both_search_and_write_after_the_new_index_was_built(older, newer):
    newer.rebuild([note(1, "vélo")])

    store(older, older_note(3, "piscine"), version=3)
    store(newer, note(4, "cantine"), version=4)

    assert (found(older, "vélo"), found(older, "piscine")) == ([1], [3])
    assert (found(newer, "vélo"), found(newer, "cantine")) == ([1], [4])
    assert older.count() >= 2
    assert newer.count() >= 2


def test_older_code_may_build_its_index_again(older, newer):
    """As when a deployment is taken back."""
    newer.rebuild([note(1, "vélo")])

    older.rebuild([older_note(1, "vélo"), older_note(2, "vélo")])

    assert found(older, "vélo") == [1, 2]
    assert 1 in found(newer, "vélo")


def test_what_older_code_wrote_is_told_by_its_digest_or_its_absence(older, newer):
    """So that `check_index --repair` brings to the new index what only the old one received."""
    newer.rebuild([note(1, "vélo")])
    digest = newer.fields.digest(note(1, "vélo"))

    store(older, older_note(3, "piscine"), version=3)

    digests = dict(newer.digests())
    assert digests[1] == digest
    assert digests.get(3) != newer.fields.digest(note(3, "piscine"))


def test_prune_leaves_the_present_index_alone(older, newer):
    newer.rebuild([note(1, "vélo")])

    newer.prune()

    assert newer.prune() == 0
    assert found(newer, "vélo") == [1]


def test_pruned_embedded_index_is_gone(new_tantivy):
    older, newer = new_tantivy(OlderDocument), new_tantivy()
    older.rebuild([older_note(1, "vélo")])
    newer.rebuild([note(1, "vélo")])

    assert newer.prune() == 1

    with pytest.raises(SearchUnavailable):
        found(older, "vélo")
    assert found(newer, "vélo") == [1]
