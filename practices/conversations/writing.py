"""Writing to the other side about a sheet, or a note between moderators."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from practices.audit.acts import Act
from practices.audit.recording import record
from practices.drafts import locked

from . import rules
from .models import Message, Readers
from .signals import message_sent


@transaction.atomic
def write(practice, *, user, text, key, readers=Readers.EVERYONE) -> Message:
    """Send a message, in the name of a collectivity that bears the sheet, else of the associations.

    `key` is the form's own: the same form sent again finds its message, and tells nobody twice. A note
    (`Readers.MODERATORS`) is for moderators to write and to read. Raises PermissionDenied.
    """
    practice = locked(practice)
    territory = rules.voice_of(user, practice)
    if not territory and not rules.speaks_for_the_moderators(user, practice):
        raise PermissionDenied("Vous ne prenez pas part à cet échange.")
    if territory and readers != Readers.EVERYONE:
        raise PermissionDenied("Les notes sont réservées aux associations.")
    message, is_new = Message.objects.get_or_create(
        key=key,
        practice=practice,
        author=user,
        defaults={"territory_id": territory, "readers": readers, "text": text},
    )
    if is_new:
        record(
            Act.WRITE_NOTE if message.is_note else Act.WRITE_MESSAGE, message, user=user, practice=practice
        )
        message_sent.send(sender=Message, message=message)
    return message
