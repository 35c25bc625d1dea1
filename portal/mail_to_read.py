"""Where no server of mails is named: each mail is a text that one reads, in the window and in a folder."""

import itertools
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.console import EmailBackend as ConsoleBackend
from django.utils import timezone
from django.utils.text import slugify


class EmailBackend(ConsoleBackend):
    """Writes the plain text, with the links whole, to `PORTAL_VAR/mails`, newest last, and prints it."""

    def write_message(self, message):
        text = as_text(message)
        path = _new_path(message)
        path.write_text(text)
        self.stream.write(f"{'-' * 79}\n{text}\n==> {path}\n")


def as_text(message):
    heading = f"To: {', '.join(message.recipients())}\nSubject: {message.subject}\n"
    names = [name for name, *_ in message.attachments if isinstance(name, str)]
    return heading + "".join(f"Attached: {name}\n" for name in names) + f"\n{message.body}\n"


def _new_path(message):
    folder = Path(settings.VAR_DIR) / "mails"
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{timezone.localtime():%Y%m%d-%H%M%S}-{slugify(message.subject)[:60]}"
    names = itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
    return next(path for name in names if not (path := folder / f"{name}.txt").exists())
