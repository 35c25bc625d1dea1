"""The mails of alerts. A mail is a row written in the transaction of what causes it; the worker sends it."""

from django.core.mail import EmailMessage
from django.core.mail.message import make_msgid
from django.core.mail.utils import DNS_NAME

from practices.mails import absolute, rendered

from . import links


def confirmation(saved):
    """Asks the address whether it wants this alert."""
    _send("confirmation", saved.address, saved=saved, confirm=links.link(links.CONFIRM, saved.pk))


def manage(email):
    """The way to the page of all alerts of an address."""
    _send("manage", email, manage=links.link(links.MANAGE, email))


def alert(saved, sheets):
    """The new sheets of one search, with a way out that one click of a mail program takes (RFC 8058)."""
    stop = links.link(links.STOP, saved.pk)
    _send(
        "alert",
        saved.address,
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        saved=saved,
        sheets=sheets,
        several=len(sheets) > 1,
        stop=stop,
        manage=links.link(links.MANAGE, saved.address),
        results=f"{absolute('/fiches/')}?{saved.query}",
    )


def _send(name, email, headers=None, **context):
    """The Message-ID is given now: a mail that a killed worker sends twice is twice the same mail."""
    subject, body = rendered(f"alerts/mails/{name}.txt", context)
    headers = {"Message-ID": make_msgid(domain=DNS_NAME), "Auto-Submitted": "auto-generated"} | (
        headers or {}
    )
    EmailMessage(subject, body, to=[email], headers=headers).send()
