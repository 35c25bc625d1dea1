"""Calls to Elasticsearch: who is asked, how long one waits, what becomes of failures."""

import contextlib
import logging
import re
from dataclasses import replace

import urllib3
from elastic_transport import ConnectionError, ConnectionTimeout, TransportError, Urllib3HttpNode
from elasticsearch import ApiError, Elasticsearch

from .base import SearchUnavailable
from .breaker import Breaker

logger = logging.getLogger(__name__)

CONNECT_TIMEOUT = 0.25  # seconds; a machine that is off says nothing, so the next one is asked soon
CONNECTIONS = 32  # to each node; more threads than that wait for one another
ERROR_TYPE = re.compile(r"[a-z_]+")
OUR_FAULT = (400, 404, 413)  # the engine is well: such an answer does not open the breaker


class Node(Urllib3HttpNode):
    """Takes no connection in time for a failed connection: nothing was asked yet, another node may be."""

    def perform_request(self, *args, **kwargs):
        try:
            return super().perform_request(*args, **kwargs)
        except ConnectionTimeout as error:
            if any(isinstance(cause, urllib3.exceptions.ConnectTimeoutError) for cause in error.errors):
                raise ConnectionError("no connection in time", errors=error.errors) from error
            raise


def connect(hosts, **options):
    """A client that tries another node when a connection fails, never after a time-out or a refusal.

    One more try than there are other nodes: an idle connection may have been closed by a proxy. A host may
    hold a name and a password: https://name:password@host:9200.
    """
    return Elasticsearch(
        hosts,
        node_class=Node,
        max_retries=len(hosts),
        retry_on_timeout=False,
        retry_on_status=(),
        connections_per_node=CONNECTIONS,
        **options,
    )


def within(client, seconds):
    """The same client, which waits that long for an answer, connection included."""
    return client.options(
        request_timeout=urllib3.Timeout(connect=min(CONNECT_TIMEOUT, seconds), total=seconds)
    )


def answers(response):
    """The answers to searches that were asked together. Raises ApiError for the first that failed, as the
    library does for one that is asked alone.
    """
    for answer in response["responses"]:
        if "error" in answer:
            meta = replace(response.meta, status=answer["status"])
            raise ApiError(answer["error"]["type"], meta, answer)
    return response["responses"]


class Boundary:
    """Where failures become SearchUnavailable, logged once; refuses at once while the breaker is open.

    Neither the log nor the exception holds what was searched, so the library's own messages stay here.
    """

    def __init__(self):
        self.breaker = Breaker()

    @contextlib.contextmanager
    def __call__(self):
        if not self.breaker.allows():
            raise SearchUnavailable("Elasticsearch failed several times: it is not asked for now")
        try:
            yield
        except SearchUnavailable as refusal:  # it answered, and was read
            self.breaker.succeeded()
            logger.error("Elasticsearch failed: %s", refusal)
            raise
        except Exception as error:  # the library raises much, and a wrong answer breaks whatever reads it
            reason = described(error)
            is_open = not is_our_fault(error) and self.breaker.failed()
            logger.error(
                "Elasticsearch failed: %s%s",
                reason,
                "; not asked for now" if is_open else "",
                exc_info=None if isinstance(error, ApiError | TransportError) else error,
            )
            raise SearchUnavailable(reason) from None
        self.breaker.succeeded()


def is_our_fault(error):
    return isinstance(error, ApiError) and error.status_code in OUR_FAULT


def described(error):
    """The kind of failure, without the words that the server repeats."""
    if isinstance(error, ApiError):
        kind = error.message if ERROR_TYPE.fullmatch(str(error.message)) else type(error).__name__
        return f"{error.status_code} {kind}"
    return type(error).__name__
