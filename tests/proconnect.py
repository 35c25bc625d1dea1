"""ProConnect for tests: the provider of tests/openid_provider.py, and a browser that goes there and back."""

import os
import re
import subprocess
import sys
from html import unescape

import pytest
import requests

from tests.servers import LOOPBACK, Server, free_port

CLIENT, SECRET = "pratiques-communes", "un-secret-d-essai"
PERSON = {
    "sub": "0b6f6ea5",
    "email": "secretariat@luzy.example",
    "given_name": "Élodie",
    "usual_name": "Petit",
    "siret": "21580194500013",
    "acr": "eidas1",
}


class OpenIDProvider(Server):
    name = "openid"

    def __init__(self):
        self.port = free_port()
        self.address = f"http://{LOOPBACK}:{self.port}"
        super().__init__()

    def command(self):
        return [sys.executable, "-m", "tests.openid_provider", str(self.port), CLIENT, SECRET]

    def working_folder(self):
        return os.getcwd()

    def environment(self):
        # Authlib asks for TLS, which a server on this machine does without.
        return super().environment() | {"AUTHLIB_INSECURE_TRANSPORT": "1"}

    def popen_options(self):
        return {"env": self.environment(), "cwd": self.working_folder(), "stdin": subprocess.DEVNULL}

    def answers(self):
        try:
            return requests.get(f"{self.address}/ended", timeout=1).ok
        except requests.ConnectionError:
            return False

    @property
    def issuer(self):
        return f"{self.address}/api/v2"

    def tell(self, **facts):
        requests.put(f"{self.address}/told", json=facts, timeout=5).raise_for_status()

    def lie(self, **lies):
        self.tell(lies=lies)

    def is_person(self, **changes):
        self.tell(person={name: value for name, value in (PERSON | changes).items() if value is not None})

    @property
    def ended(self):
        return requests.get(f"{self.address}/ended", timeout=5).json()


@pytest.fixture(scope="session")
def openid_provider():
    server = OpenIDProvider().start()
    yield server
    server.close()


@pytest.fixture
def proconnect(openid_provider, settings):
    """The provider, honest, and a site that is configured for it."""
    settings.PROCONNECT_ISSUER = openid_provider.issuer
    settings.PROCONNECT_CLIENT_ID, settings.PROCONNECT_CLIENT_SECRET = CLIENT, SECRET
    openid_provider.tell(lies={}, site=settings.SITE_URL, pkce=False)
    openid_provider.is_person()
    return openid_provider


def destination(response):
    """Where the page that hands over leads."""
    return unescape(re.search(r'http-equiv="refresh" content="0;url=([^"]*)"', response.content.decode())[1])


def way_back(response):
    """Go to the provider as a browser does; the address, on the site, that it sends back to."""
    answer = requests.get(destination(response), allow_redirects=False, timeout=5)
    assert answer.is_redirect, answer.text
    return answer.headers["Location"]
