"""Antiviruses for tests: Debian's real clamd with one signature of our own, and one that never answers."""

import hashlib
import shutil
import socket
import socketserver
import struct
import subprocess
import threading
import time

import pytest

from practices.files.antivirus import EICAR
from tests.services import absent

START_SECONDS = 60
CONFIGURATION = """
DatabaseDirectory {folder}/signatures
TCPSocket {port}
TCPAddr 127.0.0.1
LogFile {folder}/clamd.log
TemporaryDirectory {folder}
Foreground yes
StreamMaxLength 25M
AlertExceedsMax yes
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def clamd_server(tmp_path_factory):
    """A real clamd that knows EICAR only; skips, or fails under REQUIRE_SERVICES=1, where it is absent."""
    program = shutil.which("clamd") or shutil.which("/usr/sbin/clamd")
    if program is None:
        absent("clamd absent: install clamav-daemon")
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "signatures").mkdir()
    signature = f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Eicar-Of-Ours\n"
    (folder / "signatures" / "ours.hdb").write_text(signature)
    port = free_port()
    configuration = folder / "clamd.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, port=port))
    process = subprocess.Popen(
        [program, "-c", str(configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until_it_answers(process, port, folder / "clamd.log")
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def wait_until_it_answers(process, port, log):
    for _ in range(START_SECONDS * 10):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
                connection.sendall(b"zPING\0")
                if connection.recv(16) == b"PONG\0":
                    return
        except OSError:
            pass
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(log.read_text() if log.exists() else "clamd does not start")


@pytest.fixture
def clamd(clamd_server):
    return clamd_server


class Talker(socketserver.BaseRequestHandler):
    """Reads one INSTREAM. Says that the test file is found; of any other, what the server was told to say."""

    def handle(self):
        self.read(10)
        content = b""
        while length := struct.unpack("!L", self.read(4))[0]:
            content += self.read(length)
        if EICAR in content and self.server.finds_eicar:
            self.request.sendall(b"stream: Eicar FOUND\0")
        elif self.server.answer is None:
            self.server.closing.wait(30)
        else:
            self.request.sendall(self.server.answer)

    def read(self, length):
        data = b""
        while len(data) < length:
            piece = self.request.recv(length - len(data))
            if not piece:
                raise ConnectionError("cut")
            data += piece
        return data


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    finds_eicar, answer = True, b"stream: OK\0"

    def handle_error(self, request, client_address):
        """The client went away: nothing to say."""


@pytest.fixture
def odd_clamd():
    """A server that errs as it is told: see `finds_eicar` and `answer` (None: it never comes)."""
    server = Server(("127.0.0.1", 0), Talker)
    server.closing = threading.Event()
    server.address_in_words = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.closing.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def silent_clamd(odd_clamd):
    odd_clamd.answer = None
    return odd_clamd.address_in_words
