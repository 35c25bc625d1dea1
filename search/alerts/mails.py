"""The mails of alerts. A mail is a row written in the transaction of what causes it; the worker sends it."""

from practices.mailing.composing import absolute, queue

from . import links


def confirmation(saved):
    """Asks the address whether it wants this alert."""
    address = links.link(links.CONFIRM, saved.pk)
    _send("confirmation", saved.address, address, saved=saved)


def manage(email):
    """The way to the page of all alerts of an address."""
    _send("manage", email, links.link(links.MANAGE, email))


def alert(saved, sheets):
    """The new sheets of one search, with a way out that one click of a mail program takes (RFC 8058)."""
    _send(
        "alert",
        saved.address,
        f"{absolute('/fiches/')}?{saved.query}",
        saved=saved,
        sheets=sheets,
        several=len(sheets) > 1,
        stop=links.link(links.STOP, saved.pk),
        manage=links.link(links.MANAGE, saved.address),
    )


def _send(name, to, address, stop="", **context):
    """Asks to open `address`."""
    context["address"] = address
    queue(f"alerts/mails/{name}.txt", context, to=to, action=address, stop=stop)
