"""What every engine keeps of what is written, tested on each, and on the real document."""

import pytest

from search.documents import PracticeDocument
from search.engines.base import SearchUnavailable
from search.schema import Kind, Schema

from .notes import found, note, query, settle, store, versions

# Writing


def test_writing_again_changes_nothing(engine):
    version = next(versions)
    for _ in range(3):
        store(engine, note(1, "vélo"), note(2, "cantine"), removed=[3], version=version)

    assert found(engine) == [1, 2]
    assert engine.count() == 2


def test_writing_replaces_the_whole_document(engine):
    store(engine, note(1, "vélo", body="piscine", theme=["a"]))
    store(engine, note(1, "cantine", theme=["b"]))

    assert (found(engine, "vélo"), found(engine, "piscine"), found(engine, "cantine")) == ([], [], [1])
    assert engine.answer(query(facets=("theme",))).facets == {"theme": {"b": 1}}


def test_removed_document_is_gone_and_comes_back(engine):
    store(engine, note(1, "vélo"), note(2, "vélo"))

    store(engine, removed=[1, 99])
    assert found(engine, "vélo") == [2]

    store(engine, note(1, "vélo"))
    assert found(engine, "vélo") == [1, 2]


def test_nothing_to_write_is_written(engine):
    engine.write([], [], {})

    assert engine.count() == 0


@pytest.mark.parametrize("key", [1, 2**31, 2**53 + 1, 2**62])
def test_large_key_is_kept(engine, key):
    store(engine, note(1, "vélo")) if key != 1 else None
    store(engine, note_with_key(key))

    assert list(engine.scan(query("cantine"))) == [key]
    store(engine, removed=[key])
    assert list(engine.scan(query("cantine"))) == []


def note_with_key(key):
    return type(note(1))(
        pk=key, title="cantine", summary="", body="", theme=(), region=(), newest=key, size=None, begun=()
    )


def test_rebuild_replaces_everything(engine):
    store(engine, note(1, "vélo"), note(2, "vélo"))

    assert engine.rebuild([note(2, "cantine"), note(3, "cantine")]) == 2

    assert found(engine) == [2, 3]
    assert found(engine, "vélo") == []
    assert engine.count() == 2


def test_searches_see_the_old_index_until_the_new_one_is_complete(new_engine):
    engine = new_engine()
    engine.rebuild([])
    store(engine, note(1, "vélo"))
    reader = new_engine()
    seen = []

    def documents():
        for pk in range(2, 1_500):
            if pk % 400 == 0:
                seen.append((found(reader), reader.count()))
            yield note(pk, "cantine")

    engine.rebuild(documents())

    assert seen == [([1], 1)] * 3
    assert reader.count() == 1_498


def test_failed_rebuild_leaves_the_old_index(engine):
    store(engine, note(1, "vélo"))

    def documents():
        yield note(2, "cantine")
        raise LookupError("the database is gone")

    with pytest.raises(LookupError):
        engine.rebuild(documents())

    assert found(engine) == [1]
    store(engine, note(3, "vélo"))
    assert found(engine, "vélo") == [1, 3]
    assert engine.rebuild([note(4)]) == 1


def test_write_after_a_rebuild_beats_it(engine):
    store(engine, note(1, "vélo"))
    engine.rebuild([note(1, "cantine"), note(2, "cantine")])

    store(engine, note(1, "piscine"), removed=[2])

    assert (found(engine), found(engine, "piscine")) == ([1], [1])


def test_other_process_sees_what_was_written(new_engine):
    engine = new_engine()
    engine.rebuild([])
    other = new_engine()
    store(engine, note(1, "vélo"))
    assert found(other) == [1]

    store(other, note(2, "vélo"))
    assert found(engine) == [1, 2]


# Failures


def test_absent_index_is_unavailable(new_engine):
    engine = new_engine()

    assert not engine.is_ready()
    for action in (
        lambda: engine.search(query("vélo")),
        lambda: list(engine.scan(query())),
        lambda: engine.count(),
        lambda: engine.write([note(1)], [], {1: 1}),
        lambda: engine.write([], [1], {1: 1}),
    ):
        with pytest.raises(SearchUnavailable):
            action()
    assert not engine.is_ready()


def test_other_schema_is_not_ready(new_engine):
    engine = new_engine()
    engine.rebuild([])
    assert engine.is_ready()
    assert not new_engine(type("NoteDocument", (PracticeDocument,), {})).is_ready()


# The real document


def practice(pk, **values):
    schema = Schema(PracticeDocument)
    empty = {Kind.TEXT: "", Kind.FACET: (), Kind.ORDER: pk, Kind.KEY: pk, Kind.NUMBER: None, Kind.PREFIX: ()}
    return PracticeDocument(**{name: empty[field.kind] for name, field in schema.fields.items()} | values)


def test_practice_document_is_searched_with_every_facet(new_engine):
    engine = new_engine(PracticeDocument)
    facets = tuple(Schema(PracticeDocument).facets)
    engine.rebuild(
        [
            practice(1, title="Cantine sans plastique", theme=("ecologie",), state=("en-service",)),
            practice(2, body="Une cantine.", who="Brest\nFinistère", region=("53", "53-29")),
            practice(3, title="Archives", keywords="cantine"),
        ]
    )
    settle(engine)

    results = engine.search(query("cantine", facets=facets))

    assert results.keys == (1, 3, 2)
    assert {name: counts for name, counts in results.facets.items() if counts} == {
        "theme": {"ecologie": 1},
        "state": {"en-service": 1},
        "region": {"53": 1, "53-29": 1},
    }
    assert tuple(results.facets) == facets
