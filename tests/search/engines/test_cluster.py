"""Three real nodes: the one that holds the shard is killed under load, and nobody sees it."""

import contextlib
import json
import threading
import urllib.request

import pytest

from search.engines.base import SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from tests.servers import Elasticsearch, ServerUnavailable, free_port
from tests.services import absent, required

from .notes import NoteDocument, found, note, query, settle

NODES = ("node-1", "node-2", "node-3")
BEFORE, AFTER = 100, 300  # searches of each thread before the node is killed, and after
THREADS = 3


@pytest.fixture
def cluster():
    """Three nodes that know one another, by name; each holds 512 MB."""
    if not required():
        absent("Elasticsearch absent: a cluster of one's own needs REQUIRE_SERVICES=1")
    ports = {name: free_port() for name in NODES}
    with contextlib.ExitStack() as stack:
        nodes = {}
        try:
            for name in NODES:
                nodes[name] = node(name, ports)
                stack.callback(nodes[name].close)
                nodes[name].launch()
            for each in nodes.values():
                each.start()
        except ServerUnavailable as error:
            absent(str(error))
        yield nodes


def node(name, ports):
    return Elasticsearch(
        **{
            "cluster.name": "three",
            "node.name": name,
            "discovery.type": "multi-node",
            "discovery.seed_hosts": json.dumps([f"127.0.0.1:{port}" for port in ports.values()]),
            "cluster.initial_master_nodes": json.dumps(list(NODES)),
        },
        transport_port=ports[name],
    )


def get(server, path):
    with urllib.request.urlopen(f"{server.url}{path}", timeout=60) as answer:
        return json.load(answer)


@pytest.mark.elasticsearch
@pytest.mark.slow
def test_lost_node_fails_no_search_and_loses_no_write(cluster):
    hosts = [server.url for server in cluster.values()]
    engine = ElasticsearchEngine(NoteDocument, hosts=hosts, prefix="cluster", search_timeout=10)
    engine.rebuild([note(pk, "vélo") for pk in range(1, 51)])
    index = engine.indices.reading
    get(cluster["node-1"], f"/_cluster/health/{index}?wait_for_status=green&wait_for_nodes=3&timeout=60s")
    shards = get(cluster["node-1"], f"/_cat/shards/{index}?format=json")
    assert sorted(shard["prirep"] for shard in shards) == ["p", "r"]
    (victim,) = (shard["node"] for shard in shards if shard["prirep"] == "p")

    failures, acknowledged, warm = [], [], threading.Barrier(THREADS + 2)
    killed, stop = threading.Event(), threading.Event()

    def search():
        own = ElasticsearchEngine(NoteDocument, hosts=hosts, prefix="cluster", search_timeout=10)
        for number in range(BEFORE + AFTER):
            if number == BEFORE:
                warm.wait()
            try:
                if (total := own.answer(query("vélo")).total) != 50:
                    failures.append(total)
            except SearchUnavailable as error:
                failures.append(str(error))

    def write():
        """What is refused is written again, as the worker does."""
        own = ElasticsearchEngine(NoteDocument, hosts=hosts, prefix="cluster", search_timeout=10)
        warm.wait()
        for pk in range(1_000, 100_000):
            if stop.is_set():
                return
            while not stop.is_set():
                with contextlib.suppress(SearchUnavailable):
                    own.write([note(pk, "piscine")], [], {pk: pk})
                    acknowledged.append((pk, killed.is_set()))
                    break
                stop.wait(0.1)

    searchers = [threading.Thread(target=search) for _ in range(THREADS)]
    writer = threading.Thread(target=write)
    for thread in (*searchers, writer):
        thread.start()
    warm.wait()
    cluster[victim].kill()
    killed.set()
    for thread in searchers:
        thread.join()
    survivor = next(server for name, server in cluster.items() if name != victim)
    get(survivor, f"/_cluster/health/{index}?wait_for_status=yellow&wait_for_nodes=2&timeout=60s")
    written = len(acknowledged)
    while len(acknowledged) < written + 3:  # writing goes on, on the replica that took over
        assert writer.is_alive()
        stop.wait(0.1)
    stop.set()
    writer.join()

    assert failures == []
    settle(engine)
    assert {pk for pk, _ in acknowledged} <= set(found(engine, "piscine", limit=10_000))
    assert acknowledged[-1][1]
