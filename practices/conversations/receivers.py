"""The consequences of a message: a mail to the other side."""

from django.dispatch import receiver

from . import mails
from .signals import message_sent


@receiver(message_sent)
def tell_the_other_side(message, **kwargs):
    if not message.is_note:
        mails.message_sent(message)
