"""What is particular to Elasticsearch: requests, versions, indices and aliases."""

import threading
import time
from dataclasses import make_dataclass

import pytest

from search.engines.base import SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch_mapping import DELETIONS_KEPT
from search.schema import facet, key, order, text

from .http_servers import http_server, passing_on
from .notes import NoteDocument, found, note, query, settle, store

pytestmark = pytest.mark.elasticsearch


def names(engine):
    """The names of all indices of the test, whoever made them, with their aliases."""
    base = engine.indices.base.removesuffix("-note")
    answer = engine.indices.client.indices.get_alias(index=f"{base}*")
    return {
        name: sorted(alias.rsplit("-", 1)[-1] for alias in index["aliases"]) for name, index in answer.items()
    }


def only_index(engine):
    ((name, aliases),) = names(engine).items()
    assert aliases == ["building", "read", "write"]
    return name


@pytest.fixture
def own_engine(new_elasticsearch):
    engine = new_elasticsearch()
    engine.rebuild([])
    return engine


@pytest.fixture
def recorded(own_engine, elasticsearch_url):
    """An engine whose requests are recorded."""
    with http_server(passing_on(elasticsearch_url)) as server:
        prefix = own_engine.indices.base.removesuffix("-note")
        engine = ElasticsearchEngine(NoteDocument, hosts=[server.url], prefix=prefix, search_timeout=5)
        engine.requests = server.requests
        yield engine


# Requests


def test_search_with_everything_is_one_request(recorded):
    store(recorded, *(note(pk, "vélo", body="un vélo", theme=["a"], region=["53"]) for pk in range(1, 9)))
    recorded.requests.clear()

    results = recorded.search(
        query(
            'vélo "un vélo" -cantine', filters={"theme": ["a"], "region": ["53"]}, facets=("theme", "region")
        )
    )

    assert (results.total, len(results.passages), len(results.facets)) == (8, 8, 2)
    assert recorded.requests == [("POST", f"/{recorded.indices.reading}/_msearch")]


def test_the_next_page_is_not_counted_again(own_engine):
    store(own_engine, *(note(pk, "vélo", theme=["a"]) for pk in range(1, 9)))
    pages = [own_engine.answer(query("vélo", facets=("theme",), limit=4, offset=start)) for start in (0, 4)]

    kept = own_engine.searcher.indices.stats(index=own_engine.indices.reading, metric="request_cache")
    assert [page.facets for page in pages] == [{"theme": {"a": 8}}] * 2
    assert kept["_all"]["primaries"]["request_cache"]["hit_count"] == 1


def test_scan_closes_what_it_opened(recorded):
    store(recorded, note(1), note(2))
    recorded.requests.clear()

    assert list(recorded.scan(query())) == [1, 2]
    scan = recorded.scan(query())
    next(scan)
    scan.close()

    assert [(method, path) for method, path in recorded.requests if "_search" not in path] == [
        ("POST", f"/{recorded.indices.reading}/_pit"),
        ("DELETE", "/_pit"),
    ] * 2


def test_scan_sees_one_state_of_the_index(own_engine, monkeypatch):
    monkeypatch.setattr("search.engines.elasticsearch.SLICE", 2)
    store(own_engine, *(note(pk) for pk in range(1, 8)))

    scan = own_engine.scan(query())
    first = next(scan)
    store(own_engine, note(9), removed=[3, 4])

    assert [first, *scan] == list(range(1, 8))
    assert list(own_engine.scan(query())) == [1, 2, 5, 6, 7, 9]


def test_write_is_one_bulk(recorded):
    recorded.requests.clear()
    recorded.write(
        [note(pk, body="texte " * 1_000) for pk in range(1, 201)],
        range(500, 600),
        dict.fromkeys(range(600), 1),
    )

    assert [request for request in recorded.requests if request[0] != "GET"] == [("PUT", "/_bulk")]


# Versions


def test_late_write_loses(own_engine):
    store(own_engine, note(1, "nouveau"), version=10)

    store(own_engine, note(1, "ancien"), version=9)

    assert (found(own_engine, "nouveau"), found(own_engine, "ancien")) == ([1], [])


def test_late_write_does_not_bring_back_what_was_removed(own_engine):
    store(own_engine, note(1, "vélo"), version=1)
    store(own_engine, removed=[1, 2], version=10)

    store(own_engine, note(1, "vélo"), note(2, "vélo"), version=9)

    assert found(own_engine) == []
    settings = own_engine.indices.client.indices.get_settings(index=own_engine.indices.writing)
    assert [index["settings"]["index"]["gc_deletes"] for index in settings.values()] == [DELETIONS_KEPT]


def test_late_removal_loses(own_engine):
    store(own_engine, note(1, "vélo"), version=10)

    store(own_engine, removed=[1], version=9)

    assert found(own_engine) == [1]


def test_same_version_again_is_written(own_engine):
    """After a failure half-way the same rows are read and written again."""
    store(own_engine, note(1, "avant"), version=5)

    store(own_engine, note(1, "maintenant"), version=5)

    assert found(own_engine, "maintenant") == [1]


# Refusals


@pytest.mark.parametrize("writing", [((note(1),), ()), ((), (1,)), ((note(1),), (2,))])
def test_write_without_an_index_makes_none(new_elasticsearch, writing):
    engine = new_elasticsearch()
    documents, removed = writing

    with pytest.raises(SearchUnavailable):
        engine.write(documents, removed, {1: 1, 2: 2})

    assert names(engine) == {}


def test_refused_document_is_unavailable_with_the_reason(own_engine):
    older = own_engine
    newer = ElasticsearchEngine(
        dataclass_with_one_more_field(),
        hosts=[str(node.base_url) for node in older.searcher.transport.node_pool.all()],
        prefix=older.indices.base.removesuffix("-note"),
    )
    document = newer.document_class(pk=1, title="vélo", added="x", theme=(), newest=1)

    assert not newer.is_ready()
    with pytest.raises(SearchUnavailable, match="index 1: strict_dynamic_mapping_exception"):
        newer.write([document], [], {1: 1})
    assert newer.rebuild([document]) == 1
    assert newer.is_ready()
    assert not older.is_ready()


def dataclass_with_one_more_field():
    fields = [("pk", int, key()), ("title", str, text()), ("added", str, text()), ("theme", tuple, facet())]
    return make_dataclass("NoteDocument", [*fields, ("newest", int, order())], kw_only=True)


def test_index_of_an_older_schema_answers_searches(new_elasticsearch):
    """Between a new version of the site and its rebuild, readers find what the old index knows."""
    older = new_elasticsearch(dataclass_with_one_more_field())
    older.rebuild([older.document_class(pk=1, title="un vélo", added="", theme=("a",), newest=1)])

    newer = new_elasticsearch()
    results = newer.answer(query("vélo", facets=("theme", "region"), filters={"theme": ["a"]}))

    assert (results.keys, results.facets) == ((1,), {"theme": {"a": 1}, "region": {}})
    assert found(newer, order="newest") == [1]


def test_read_only_index_is_unavailable_for_writes_alone(own_engine):
    store(own_engine, note(1, "vélo"))
    own_engine.indices.client.indices.put_settings(
        index=own_engine.indices.writing, settings={"index.blocks.write": True}
    )

    for _ in range(8):
        with pytest.raises(SearchUnavailable, match="cluster_block_exception"):
            own_engine.write([note(2)], [], {2: 1})

    assert found(own_engine) == [1]


def test_one_refused_document_leaves_the_others_written(own_engine):
    wrong = NoteDocument(
        pk=2,
        title="vélo",
        summary="",
        body="",
        theme=(),
        region=(),
        newest="not a number",
        size=None,
        begun=(),
    )

    with pytest.raises(SearchUnavailable, match="index 2: document_parsing_exception"):
        own_engine.write([note(1, "vélo"), wrong, note(3, "vélo")], [], {1: 1, 2: 1, 3: 1})

    settle(own_engine)
    assert found(own_engine) == [1, 3]


# Indices


def test_rebuild_leaves_one_index_with_all_aliases(own_engine):
    first = only_index(own_engine)

    own_engine.rebuild([note(1)])

    assert only_index(own_engine) != first


def test_index_is_searched_every_second_and_kept_on_two_machines(own_engine):
    (settings,) = own_engine.indices.client.indices.get_settings(index=own_engine.indices.reading).values()

    settings = settings["settings"]["index"]
    assert (settings["refresh_interval"], settings["auto_expand_replicas"]) == ("1s", "0-1")
    assert settings["number_of_shards"] == "1"
    health = own_engine.indices.client.cluster.health(index=only_index(own_engine), wait_for_status="green")
    assert health["status"] == "green"


def test_written_document_is_found_soon(own_engine):
    own_engine.write([note(1, "vélo")], [], {1: 1})

    deadline = time.monotonic() + 20
    while not found(own_engine, "vélo"):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_writes_during_a_rebuild_are_in_the_new_index(own_engine, new_elasticsearch, monkeypatch):
    """Before or after the rebuild has read the document, whatever it read."""
    monkeypatch.setattr("search.engines.elasticsearch.BULK", 2)
    store(own_engine, *(note(pk, "premier") for pk in range(1, 9)), version=5)
    other = new_elasticsearch()

    def documents():
        yield note(1, "premier")
        yield note(2, "premier")
        store(other, note(1, "second"), note(8, "second"), note(9, "second"), removed=[2, 7], version=6)
        assert sorted(found(other, "second")) == [1, 8, 9]  # the old index has it too
        for pk in range(3, 9):
            yield note(pk, "premier")

    count = own_engine.rebuild(documents())

    assert count == 7
    assert sorted(found(other)) == [1, 3, 4, 5, 6, 8, 9]
    assert sorted(found(other, "second")) == [1, 8, 9]
    store(other, note(2, "ancien"), version=4)  # what was removed meanwhile stays removed
    assert sorted(found(other)) == [1, 3, 4, 5, 6, 8, 9]
    only_index(own_engine)


def test_killed_rebuild_harms_nothing_and_goes_with_the_next(own_engine, new_elasticsearch):
    killed = new_elasticsearch()
    killed.indices.begin(killed.indices.new_name())
    assert len(names(own_engine)) == 2

    store(own_engine, note(1, "vélo"), removed=[2])
    assert found(own_engine) == [1]

    own_engine.rebuild([note(1, "vélo")])
    only_index(own_engine)
    assert found(own_engine) == [1]


def test_failed_rebuild_leaves_no_index_behind(own_engine):
    first = only_index(own_engine)

    def documents():
        yield note(1)
        raise LookupError

    with pytest.raises(LookupError):
        own_engine.rebuild(documents())

    assert only_index(own_engine) == first


def test_failed_first_rebuild_leaves_nothing(new_elasticsearch):
    engine = new_elasticsearch()

    def documents():
        yield note(1)
        raise LookupError

    with pytest.raises(LookupError):
        engine.rebuild(documents())

    assert names(engine) == {}


def test_second_rebuild_takes_over(own_engine, new_elasticsearch):
    other = new_elasticsearch()

    def documents():
        yield note(1, "premier")
        other.rebuild([note(2, "second")])
        yield note(3, "premier")

    with pytest.raises(SearchUnavailable):
        own_engine.rebuild(documents())

    assert found(own_engine) == [2]
    only_index(own_engine)
    store(own_engine, note(4))
    assert found(own_engine) == [2, 4]


def test_rebuild_refuses_an_index_that_lacks_documents(own_engine):
    name = own_engine.indices.new_name()
    own_engine.indices.begin(name)
    store(own_engine, note(1))  # one write of somebody else: one document of difference is accounted for

    assert own_engine.indices.complete(name, sent=0, written=0) == 1
    with pytest.raises(SearchUnavailable):
        own_engine.indices.complete(name, sent=3, written=0)
    own_engine.indices.abandon(name)
    only_index(own_engine)


def test_rebuilding_index_refuses_like_any_other(own_engine):
    """A write that one of the two refuses is tried again: it must not be lost."""
    name = own_engine.indices.new_name()
    own_engine.indices.begin(name)
    own_engine.indices.client.indices.put_settings(index=name, settings={"index.blocks.write": True})

    with pytest.raises(SearchUnavailable):
        own_engine.write([note(1)], [], {1: 1})

    own_engine.indices.abandon(name)
    store(own_engine, note(1))
    assert found(own_engine) == [1]


@pytest.mark.slow
def test_rebuilds_among_writes_and_searches_lose_nothing(own_engine, new_elasticsearch):
    """Three rebuilds while two threads write and two search: nothing lost, nothing empty, nothing doubled."""
    latest, wrong, stop = dict.fromkeys(range(1, 101), 1), [], threading.Event()
    guard = threading.Lock()
    own_engine.search_timeout = 0.8
    store(own_engine, *(note(pk, "vélo", summary="v1") for pk in latest), version=1)

    def database():
        for pk in range(1, 101):
            with guard:
                read = latest[pk]
            time.sleep(0.01)
            yield note(pk, "vélo", summary=f"v{read}")

    def write(pks):
        engine = new_elasticsearch()
        for version in range(2, 10_000):
            for pk in pks:
                if stop.is_set():
                    return
                with guard:
                    latest[pk] = version
                engine.write([note(pk, "vélo", summary=f"v{version}")], [], {pk: version})

    def search():
        engine = new_elasticsearch()
        while not stop.is_set():
            keys = found(engine, "vélo", limit=200)
            if sorted(keys) != list(range(1, 101)):
                wrong.append(keys)

    threads = [threading.Thread(target=write, args=(pks,)) for pks in (range(1, 51), range(51, 101))]
    threads += [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(3):
            own_engine.rebuild(database())
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    settle(own_engine)

    late = [pk for pk, version in latest.items() if pk not in found(own_engine, f"v{version}", limit=200)]
    assert (wrong, late) == ([], [])
    only_index(own_engine)


@pytest.mark.slow
def test_killed_node_keeps_every_acknowledged_write(elasticsearch_node):
    options = {"hosts": [elasticsearch_node.url], "prefix": "killed", "search_timeout": 5}
    engine = ElasticsearchEngine(NoteDocument, **options)
    engine.rebuild([])
    acknowledged = set()

    def write(version):
        keys = range(version * 50, version * 50 + 50)
        notes = [note(pk, "vélo", body="texte " * 100) for pk in keys]
        engine.write(notes, [], dict.fromkeys(keys, version))
        acknowledged.update(keys)

    killer = threading.Timer(1.0, elasticsearch_node.kill)
    killer.start()
    with pytest.raises(SearchUnavailable):
        for version in range(1, 100_000):
            write(version)
    killer.join()
    elasticsearch_node.start()
    engine = ElasticsearchEngine(NoteDocument, **options)
    write(version)  # what failed half-way is written again

    settle(engine)
    assert set(engine.scan(query())) == acknowledged
    assert engine.rebuild([note(1)]) == 1
