"""One mail out of one text: a subject, the plain part, and the HTML part that is made of it."""

import re

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import make_msgid
from django.core.mail.utils import DNS_NAME
from django.template.loader import render_to_string

from .reading import blocks_of

BREAKS = re.compile(r"[^\S\u00a0\u202f]+")  # all white space but the spaces of French typography
STOP = "Ne plus recevoir ces courriels"
AUTOMATIC = {"Auto-Submitted": "auto-generated"}


def queue(template, context, *, to, action="", stop="", headers=AUTOMATIC, reply_to=None):
    """Write one mail to one address as a row of the queue, in the transaction of what causes it.

    `action` is the address that the mail asks to open; `stop` is the one whose POST stops such mails, which
    mail programs show as well (RFC 8058). The Message-ID is given now: sent twice by a killed worker, it is
    twice the same mail.
    """
    subject, body = rendered(template, context)
    headers = {"Message-ID": make_msgid(domain=DNS_NAME)} | headers
    if stop:
        body += f"\n{STOP}\u00a0:\n{stop}\n"
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail = EmailMultiAlternatives(subject, body, to=[to], headers=headers, reply_to=reply_to)
    with_html(mail, action=action).send()


def rendered(template, context):
    """Subject and body. The subject is the first paragraph; a title cannot break it into headers."""
    text = render_to_string(template, context | {"site_name": settings.WAGTAIL_SITE_NAME})
    subject, _, body = text.strip().partition("\n\n")
    return one_line(subject), body.strip() + "\n"


def one_line(text):
    """The same words without line breaks."""
    return BREAKS.sub(" ", text)


def with_html(mail, *, action):
    """The same mail, with the HTML part that says what its text says."""
    blocks = blocks_of(mail.body, action=action)
    context = {"subject": mail.subject, "blocks": blocks, "site_name": settings.WAGTAIL_SITE_NAME}
    mail.attach_alternative(render_to_string("mailing/mail.html", context), "text/html")
    return mail


def absolute(path):
    """The address of a path of this site, for those who are not on it."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
