"""Servers on real sockets that answer wrongly, slowly, or as a go-between."""

import contextlib
import http.client
import socket
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOOPBACK = "127.0.0.1"
PRODUCT = {"X-Elastic-Product": "Elasticsearch"}
HOP_BY_HOP = {"connection", "transfer-encoding", "content-length"}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        self.server.requests.append((self.command, urllib.parse.urlsplit(self.path).path))
        status, headers, content = self.server.respond(self.command, self.path, dict(self.headers), body)
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(content))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            with contextlib.suppress(ConnectionError):  # whoever asked may be gone
                self.wfile.write(content)
        self.close_connection = "Content-Length" in headers

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer

    def log_message(self, *args):
        pass


@contextlib.contextmanager
def http_server(respond):
    """A server whose answers are (status, headers, content) of (method, path, headers, body)."""
    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    server.daemon_threads = True
    server.respond, server.requests = respond, []
    server.url = f"http://{LOOPBACK}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def always(status, content, *, kind="application/json", **headers):
    """Answers the same to everything."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda *request: (status, {"Content-Type": kind} | headers, content)


def passing_on(url):
    """Answers what another server answers."""
    host = urllib.parse.urlsplit(url).netloc

    def respond(method, path, headers, body):
        connection = http.client.HTTPConnection(host, timeout=30)
        with contextlib.closing(connection):
            connection.request(method, path, body or None, {n: v for n, v in headers.items() if n != "Host"})
            answer = connection.getresponse()
            kept = {name: value for name, value in answer.getheaders() if name.lower() not in HOP_BY_HOP}
            return answer.status, kept, answer.read()

    return respond


class SilentServer:
    """Takes connections and requests, and never says a word."""

    def __init__(self, listener):
        self.listener = listener
        self.url = f"http://{LOOPBACK}:{listener.getsockname()[1]}"

    def connections(self):
        """How many came since the last time this was asked."""
        self.listener.setblocking(False)
        count = 0
        with contextlib.suppress(BlockingIOError):
            while True:
                self.listener.accept()[0].close()
                count += 1
        return count


@contextlib.contextmanager
def silent_server():
    with socket.create_server((LOOPBACK, 0), backlog=256) as listener:
        yield SilentServer(listener)


@contextlib.contextmanager
def unreachable_server():
    """Lets no connection come about, like a machine that is off: its queue is full."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server((LOOPBACK, 0), backlog=0))
        for _ in range(8):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield f"http://{LOOPBACK}:{listener.getsockname()[1]}"


def closed_port():
    """The address of a port where nobody listens."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        return f"http://{LOOPBACK}:{listener.getsockname()[1]}"
