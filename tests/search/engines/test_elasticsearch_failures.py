"""Whatever stands at the other end: SearchUnavailable, soon, and nobody is told what was typed."""

import json
import logging
import threading
import time

import pytest

from search.engines.base import SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine

from .http_servers import (
    PRODUCT,
    always,
    closed_port,
    http_server,
    passing_on,
    silent_server,
    unreachable_server,
)
from .notes import NoteDocument, found, note, query

ACTIONS = {
    "answer": lambda engine: engine.answer(query("motsecret", facets=("theme",))),
    "search": lambda engine: engine.search(query("motsecret autremot")),
    "scan": lambda engine: list(engine.scan(query("motsecret"))),
    "count": lambda engine: engine.count(),
    "write": lambda engine: engine.write([note(1)], [2], {1: 1, 2: 1}),
    "rebuild": lambda engine: engine.rebuild([note(1)]),
}


def refusal(status, kind):
    error = {"error": {"type": kind, "reason": f"{kind} [motsecret]", "root_cause": []}, "status": status}
    return always(status, json.dumps(error).encode(), **PRODUCT)


def half_refused(status, kind):
    """Of two searches that were asked together."""
    fine = {"hits": {"hits": [], "total": {"value": 0}}, "status": 200}
    refused = {"error": {"type": kind, "reason": f"{kind} [motsecret]"}, "status": status}
    return always(200, json.dumps({"responses": [fine, refused]}).encode(), **PRODUCT)


ANSWERS = {
    "no JSON": always(200, b"<p>motsecret</p>", **PRODUCT),
    "half JSON": always(200, b'{"took": 1, "hits": {"total": {"val', **PRODUCT),
    "less than promised": always(200, b'{"took"', Content_Length="500", **PRODUCT),
    "nothing": always(200, b"", **PRODUCT),
    "empty object": always(200, b"{}", **PRODUCT),
    "list": always(200, b'["motsecret"]', **PRODUCT),
    "null": always(200, b"null", **PRODUCT),
    "wrong types": always(200, b'{"hits": 3, "count": "x", "id": null, "items": 1}', **PRODUCT),
    "bytes": always(200, bytes(range(256)), **PRODUCT),
    "another server": always(200, b"<h1>It works!</h1>", kind="text/html"),
    "another API": always(200, b'{"status": "ok", "motsecret": 1}'),
    "a redirection": always(301, b"", Location="http://127.0.0.1:9/"),
    "401": refusal(401, "security_exception"),
    "403 read-only": refusal(403, "cluster_block_exception"),
    "400": refusal(400, "parsing_exception"),
    "404": refusal(404, "index_not_found_exception"),
    "413": always(413, b"<html>Too Large</html>", kind="text/html"),
    "429": refusal(429, "es_rejected_execution_exception"),
    "500": refusal(500, "search_phase_execution_exception"),
    "502 of a proxy": always(502, b"<html>motsecret Bad Gateway</html>", kind="text/html"),
    "503": refusal(503, "cluster_block_exception"),
    "half refused": half_refused(429, "es_rejected_execution_exception"),
}


def engine_at(*hosts, **options):
    return ElasticsearchEngine(NoteDocument, hosts=list(hosts), prefix="test-failures", **options)


LONG = {"search_timeout": 60, "write_timeout": 60}  # seconds; whoever waited for these would be seen
AT_ONCE = 20  # seconds, on a machine as busy as can be


def took(action):
    start = time.monotonic()
    with pytest.raises(SearchUnavailable):
        action()
    return time.monotonic() - start


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
@pytest.mark.parametrize("respond", ANSWERS.values(), ids=ANSWERS)
def test_wrong_answer_is_unavailable(respond, action, caplog):
    with http_server(respond) as server, caplog.at_level(logging.DEBUG, "search"):
        with pytest.raises(SearchUnavailable) as raised:
            action(engine_at(server.url))

    assert "motsecret" not in str(raised.value)
    assert "motsecret" not in caplog.text
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


@pytest.mark.parametrize("respond", ANSWERS.values(), ids=ANSWERS)
def test_wrong_answer_is_never_ready(respond):
    with http_server(respond) as server:
        try:
            assert not engine_at(server.url).is_ready()
        except SearchUnavailable:
            pass


def test_failure_is_logged_once(caplog):
    with http_server(ANSWERS["503"]) as server:
        with pytest.raises(SearchUnavailable):
            engine_at(server.url).answer(query("motsecret"))

    assert [record.getMessage() for record in caplog.records if record.name.startswith("search")] == [
        "Elasticsearch failed: 503 cluster_block_exception"
    ]


def test_failure_of_one_search_among_those_asked_together_is_a_failure(caplog):
    with http_server(ANSWERS["half refused"]) as server:
        engine = engine_at(server.url)
        for _ in range(6):
            took(lambda: engine.answer(query("vélo", facets=("theme",))))

        assert len(server.requests) == 5
    assert caplog.records[0].getMessage() == "Elasticsearch failed: 429 es_rejected_execution_exception"


def test_closed_port_fails_at_once():
    engine = engine_at(closed_port(), closed_port(), **LONG)

    for action in ACTIONS.values():
        assert took(lambda action=action: action(engine)) < AT_ONCE


def test_silent_engine_is_left_after_the_timeout_and_not_asked_twice():
    with silent_server() as one, silent_server() as other:
        assert 0.7 < took(lambda: engine_at(one.url, other.url).answer(query("vélo"))) < AT_ONCE

        assert one.connections() + other.connections() == 1


def test_unreachable_engine_is_left_soon():
    with unreachable_server() as url:
        assert took(lambda: engine_at(url, **LONG).answer(query("vélo"))) < AT_ONCE


def test_breaker_opens_for_searches_after_five_failures(caplog):
    with silent_server() as server:
        engine = engine_at(server.url, search_timeout=0.1)
        engine.boundary.breaker.clock = lambda: 0
        for _ in range(5):
            took(lambda: engine.answer(query("vélo")))
        assert server.connections() == 5

        took(lambda: engine.answer(query("vélo")))
        took(lambda: engine.write([note(1)], [], {1: 1}))
        took(lambda: list(engine.scan(query("vélo"))))
        assert server.connections() == 0

    messages = [record.getMessage() for record in caplog.records if record.name.startswith("search")]
    assert messages == ["Elasticsearch failed: ConnectionTimeout"] * 4 + [
        "Elasticsearch failed: ConnectionTimeout; not asked for now"
    ]


def test_breaker_lets_no_thread_wait_in_vain():
    """What a page costs while the engine hangs: twenty threads, a hundred searches."""
    with silent_server() as server:
        engine = engine_at(server.url, search_timeout=0.3)
        engine.boundary.breaker.clock = lambda: 0

        def searching():
            for _ in range(5):
                took(lambda: engine.answer(query("vélo")))

        threads = [threading.Thread(target=searching) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert server.connections() <= 25  # the failures that open it, and those that were under way


def test_our_own_mistakes_do_not_open_the_breaker():
    with http_server(ANSWERS["400"]) as server:
        engine = engine_at(server.url)
        for _ in range(10):
            took(lambda: engine.answer(query("vélo")))

        assert len(server.requests) == 10


def test_address_may_hold_a_name_and_a_password():
    seen = []

    def respond(method, path, headers, body):
        seen.append(headers.get("authorization"))
        return 503, {}, b""

    with http_server(respond) as server:
        with pytest.raises(SearchUnavailable):
            engine_at(server.url.replace("://", "://someone:s%40cret@")).count()

    assert seen == ["Basic c29tZW9uZTpzQGNyZXQ="]


# One node of several


@pytest.fixture
def indexed(new_elasticsearch):
    """An index with one note; makes engines that ask other hosts for it."""
    engine = new_elasticsearch()
    engine.rebuild([note(1, "vélo")])

    def at(*hosts, **options):
        prefix = engine.indices.base.removesuffix("-note")
        return ElasticsearchEngine(NoteDocument, hosts=list(hosts), prefix=prefix, **options)

    return at


@pytest.mark.parametrize("dead", [1, 3])
def test_dead_host_beside_a_live_one_fails_no_request(indexed, elasticsearch_url, dead):
    engine = indexed(*(closed_port() for _ in range(dead)), elasticsearch_url, search_timeout=5)

    assert [found(engine, "vélo") for _ in range(20)] == [[1]] * 20
    engine.write([note(2, "vélo")], [], {2: 1})
    assert engine.rebuild([note(3, "vélo")]) == 1
    assert list(engine.scan(query("vélo"))) == [3]


def test_unreachable_host_beside_a_live_one_fails_no_request(indexed, elasticsearch_url):
    with unreachable_server() as url:
        engine = indexed(url, elasticsearch_url, search_timeout=5)

        assert [found(engine, "vélo") for _ in range(20)] == [[1]] * 20


def test_host_that_closes_connections_is_asked_again(indexed, elasticsearch_url):
    """As a proxy does with idle connections."""
    pass_on = passing_on(elasticsearch_url)

    def respond(*request):
        respond.calls += 1
        if respond.calls % 3 == 0:
            raise ConnectionAbortedError
        return pass_on(*request)

    respond.calls = 0
    with http_server(respond) as server:
        server.handle_error = lambda *args: None
        engine = indexed(server.url, search_timeout=5)

        assert [found(engine, "vélo") for _ in range(10)] == [[1]] * 10


def test_engine_that_comes_back_is_asked_again(indexed, elasticsearch_url):
    pass_on = passing_on(elasticsearch_url)
    ill = threading.Event()
    ill.set()

    def respond(*request):
        return (503, {}, b"") if ill.is_set() else pass_on(*request)

    with http_server(respond) as server:
        engine = indexed(server.url, search_timeout=5)
        now = time.monotonic()
        engine.boundary.breaker.clock = lambda: now
        for _ in range(6):
            took(lambda: found(engine, "vélo"))
        ill.clear()
        took(lambda: found(engine, "vélo"))
        assert len(server.requests) == 5

        now += 15.1

        assert found(engine, "vélo") == [1]
        assert found(engine, "vélo") == [1]
