"""clamd, by its INSTREAM command: the bytes go over the socket, clamd needs to read no folder of ours.

`CLAMD` is a host and port or the path of a socket; empty, there is no antivirus.
"""

import socket
import struct
import time

from django.conf import settings

SECONDS = 10  # for one file, from the connection to the answer
CHUNK = 64 * 1024
LONGEST_ANSWER = 4096
# The harmless file that every antivirus must find; in two parts, or it would find this one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"


class AntivirusUnavailable(Exception):
    """Nobody can tell whether the file is clean."""


def is_configured():
    return bool(settings.CLAMD)


def check_itself():
    """Raise AntivirusUnavailable unless clamd finds the test file: without signatures it finds all clean."""
    if not find_virus([EICAR]):
        raise AntivirusUnavailable("clamd does not find the EICAR test file: has it signatures?")


def find_virus(chunks) -> str:
    """The name of what clamd finds in these bytes; empty when it finds nothing.

    Raises AntivirusUnavailable when it does not answer in time, or answers anything else than yes or no.
    """
    deadline = time.monotonic() + SECONDS
    try:
        with _connected(deadline) as connection:
            _send(connection, b"zINSTREAM\0", deadline)
            for chunk in chunks:
                for start in range(0, len(chunk), CHUNK):
                    piece = chunk[start : start + CHUNK]
                    _send(connection, struct.pack("!L", len(piece)) + piece, deadline)
            _send(connection, struct.pack("!L", 0), deadline)
            answer = _answer(connection, deadline)
    except (OSError, ValueError) as error:
        raise AntivirusUnavailable(str(error)) from error
    verdict = answer.removeprefix("stream: ")
    if verdict == "OK":
        return ""
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")
    raise AntivirusUnavailable(answer)


def _connected(deadline):
    address = settings.CLAMD
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(_left(deadline))
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_left(deadline))


def _send(connection, data, deadline):
    connection.settimeout(_left(deadline))
    connection.sendall(data)


def _answer(connection, deadline):
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        connection.settimeout(_left(deadline))
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _left(deadline):
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("clamd is too slow")
    return left
