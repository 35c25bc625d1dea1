import os
import socketserver
import threading

import pytest

from practices.files import antivirus
from practices.files.antivirus import EICAR, AntivirusUnavailable, check_itself, find_virus
from tests.clamd import Talker


def test_a_real_clamd_finds_eicar_and_nothing_else(settings, clamd):
    settings.CLAMD = clamd

    check_itself()

    assert find_virus([b"bonjour", os.urandom(300_000)]) == ""
    assert find_virus([EICAR[:10], EICAR[10:]]) == "Eicar-Of-Ours.UNOFFICIAL"


def test_a_real_clamd_tells_what_is_beyond_its_limits(settings, clamd):
    settings.CLAMD = clamd

    with pytest.raises(AntivirusUnavailable):
        find_virus([bytes(1_000_000)] * 27)


def test_nobody_at_the_address(settings):
    settings.CLAMD = "127.0.0.1:1"

    with pytest.raises(AntivirusUnavailable):
        find_virus([b"a"])


@pytest.mark.parametrize("address", ["", "nowhere", "127.0.0.1:port", "/nowhere/clamd.sock"])
def test_a_wrong_address(settings, address):
    settings.CLAMD = address

    with pytest.raises(AntivirusUnavailable):
        find_virus([b"a"])


def test_clamd_without_signatures_is_no_antivirus(settings, odd_clamd):
    settings.CLAMD = odd_clamd.address_in_words
    odd_clamd.finds_eicar = False

    with pytest.raises(AntivirusUnavailable, match="EICAR"):
        check_itself()


@pytest.mark.parametrize("answer", [b"stream: Can't allocate memory ERROR\0", b"", b"OK maybe\0"])
def test_any_other_answer_is_none(settings, odd_clamd, answer):
    settings.CLAMD = odd_clamd.address_in_words
    odd_clamd.answer = answer

    with pytest.raises(AntivirusUnavailable):
        find_virus([b"a"])


def test_clamd_that_is_too_slow(settings, silent_clamd, monkeypatch):
    settings.CLAMD = silent_clamd
    monkeypatch.setattr(antivirus, "SECONDS", 0.3)

    with pytest.raises(AntivirusUnavailable):
        find_virus([b"a"])


def test_clamd_behind_a_socket_file(settings, tmp_path):
    path = str(tmp_path / "s")
    settings.CLAMD = path
    with socketserver.UnixStreamServer(path, Talker) as server:
        server.finds_eicar, server.answer = True, b"stream: OK\0"
        thread = threading.Thread(target=server.handle_request)
        thread.start()

        assert find_virus([b"a"]) == ""

        thread.join()
