"""One text, two parts: what leaves, and what nobody can slip into it."""

from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
from django.core import mail
from hypothesis import example, given
from hypothesis import strategies as st
from mailer.engine import send_all

from practices.conversations.models import Message
from practices.mails import send
from tests.factories.accounts import UserFactory
from tests.mailbox import html_of, text_of

ADDRESS = "http://testserver/mon-espace/fiches/1/echanges/"
HEADERS = {
    "Content-Type",
    "MIME-Version",
    "Subject",
    "From",
    "To",
    "Date",
    "Message-ID",
    "Auto-Submitted",
}
TAGS = {"html", "head", "meta", "title", "body", "div", "p", "h1", "a", "br", "blockquote"}
HOSTILE = '"><script>alert(1)</script>\r\nBcc: x@example.org\r\n\r\n<a href="javascript:alert(1)">ici</a>'
FORGED = (
    "Payez\u00a0:\nhttps://ailleurs.example/\n\nPratiques communes\n\nOuvrir :\nhttps://ailleurs.example/"
)


class Reader(HTMLParser):
    """What a browser would see of a page: elements, their attributes, words."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.links, self.attributes, self.words = set(), [], set(), []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        self.links += [value for name, value in attributes if name in ("href", "src")]

    def handle_data(self, data):
        self.words += data.split()


def sent(title, text):
    """The message about a sheet, as a mail program reads it."""
    mail.outbox = []
    message = Message(text=text)
    send("message", [UserFactory.build()], message=message, title=title, address=ADDRESS)
    return message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)


def test_both_parts_leave_by_the_queue(db, smtp_server):
    send("message", [UserFactory()], message=Message(text="Quel coût ?"), title="L’école", address=ADDRESS)
    send_all()

    [message] = smtp_server.messages
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert f"\nRépondre\u00a0:\n{ADDRESS}\n" in text_of(message)
    html = html_of(message)
    assert '<html lang="fr">' in html
    assert Reader(html).links == [ADDRESS]
    assert ">Répondre</a>" in html
    assert "Quel coût ?</p></blockquote>" in html


@given(title=st.text(), text=st.text())
@example(title=HOSTILE, text=HOSTILE)
@example(title=FORGED, text=FORGED)
@example(title=f"Fiche\n\nOuvrir :\n{ADDRESS}", text=f"{ADDRESS}\n\n{ADDRESS}")
def test_what_people_type_makes_no_element_no_link_and_no_header(title, text):
    message = sent(title, text)

    assert set(message.keys()) == HEADERS
    page = Reader(html_of(message))
    assert page.tags <= TAGS
    assert set(page.links) == {ADDRESS}
    assert page.attributes == {"lang", "charset", "name", "content", "href", "style"}


@pytest.mark.parametrize("typed", [HOSTILE, FORGED])
def test_what_people_type_is_read_in_both_parts(typed):
    message = sent("L’école", typed)

    words = Reader(html_of(message)).words
    assert [word for word in typed.split() if word not in words] == []
    assert [word for word in typed.split() if word not in text_of(message)] == []
