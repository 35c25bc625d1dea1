import json
import smtplib
import urllib.request
from email.message import EmailMessage

import pytest
from django.core.mail import get_connection


def call(url, *, document=None):
    body = None if document is None else json.dumps(document).encode()
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


@pytest.mark.slow
def test_elasticsearch_node_keeps_what_it_acknowledged_when_killed(elasticsearch_node):
    call(f"{elasticsearch_node.url}/essai/_doc/1", document={"title": "Mutualiser l’archivage"})

    elasticsearch_node.kill()
    with pytest.raises(OSError):  # refused, or reset
        call(elasticsearch_node.url)
    elasticsearch_node.start()

    assert call(f"{elasticsearch_node.url}/essai/_doc/1")["_source"] == {"title": "Mutualiser l’archivage"}


def test_elasticsearch_prefix_is_free(elasticsearch_url, elasticsearch_prefix):
    call(f"{elasticsearch_url}/{elasticsearch_prefix}-a/_doc/1", document={"title": "Essai"})

    assert (
        call(f"{elasticsearch_url}/{elasticsearch_prefix}*/_count?allow_no_indices=true")["_shards"]["total"]
        == 1
    )


def test_smtp_server_keeps_messages_and_refuses_on_demand(smtp_server):
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Relecture", "site@example.org", "mairie@example.org"
    message.set_content("Votre fiche est publiée.\n")

    with smtplib.SMTP(smtp_server.host, smtp_server.port) as client:
        client.send_message(message)
        smtp_server.answer = "451 later"
        with pytest.raises(smtplib.SMTPDataError):
            client.send_message(message)

    assert [(each["Subject"], each.get_content()) for each in smtp_server.messages] == [
        ("Relecture", "Votre fiche est publiée.\n")
    ]


def test_smtp_server_is_where_the_site_sends(smtp_server, settings):
    connection = get_connection(settings.MAILER_EMAIL_BACKEND)

    assert (connection.host, connection.port) == (smtp_server.host, smtp_server.port)


def test_page_reaches_nothing_outside(page):
    page.set_content("<title>Essai</title><img src='http://example.org/a.png' alt=''>")

    assert page.evaluate("fetch('http://example.org/').then(() => 'reached', () => 'closed')") == "closed"
