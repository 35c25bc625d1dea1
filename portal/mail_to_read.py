"""Where no server of mails is named: each mail is a text that one reads, in the window and in a folder."""

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
        with path.open("x") as file:  # of two at the same moment none is written over
            file.write(text)
        self.stream.write(f"{'-' * 79}\n{text}\n==> {path}\n")


def as_text(message):
    heading = f"To: {', '.join(message.recipients())}\nSubject: {message.subject}\n"
    names = [name for name, *_ in message.attachments if isinstance(name, str)]
    return heading + "".join(f"Attached: {name}\n" for name in names) + f"\n{message.body}\n"


def _new_path(message):
    folder = Path(settings.VAR_DIR) / "mails"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{timezone.localtime():%Y%m%d-%H%M%S-%f}-{slugify(message.subject)[:60]}.txt"
