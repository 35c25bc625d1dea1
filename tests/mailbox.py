"""A real SMTP server that keeps what it receives."""

import asyncio
import email
import email.policy

import pytest
from aiosmtpd.controller import Controller

from tests.servers import LOOPBACK, free_port


class Mailbox:
    """Receives on host:port and keeps the messages; `answer` and `delay` make it refuse, or be slow."""

    def __init__(self):
        self.host, self.port = LOOPBACK, free_port()
        self.messages = []
        self.answer = "250 OK"
        self.delay = 0  # seconds
        self.controller = None

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.delay)
        if self.answer.startswith("2"):
            content = envelope.content.replace(b"\r\n", b"\n")
            self.messages.append(email.message_from_bytes(content, policy=email.policy.default))
        return self.answer

    def start(self):
        self.controller = Controller(self, hostname=self.host, port=self.port)
        self.controller.start()

    def stop(self):
        """Refuses connections until start(); harmless twice."""
        if self.controller:
            self.controller.stop()
        self.controller = None


def text_of(message):
    """The plain part of a received message."""
    return message.get_body(("plain",)).get_content()


def html_of(message):
    """Its HTML part."""
    return message.get_body(("html",)).get_content()


@pytest.fixture
def smtp_server(settings):
    """A running Mailbox, to which the site sends its mail."""
    mailbox = Mailbox()
    mailbox.start()
    settings.EMAIL_BACKEND = "mailer.backend.DbBackend"
    settings.MAILER_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = mailbox.host, mailbox.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield mailbox
    mailbox.stop()
