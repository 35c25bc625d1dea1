"""The bytes go when the row goes."""

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from .models import SheetFile


@receiver(post_delete, sender=SheetFile)
def delete_bytes(instance, **kwargs):
    for content in (instance.content, instance.picture):
        if content:
            transaction.on_commit(lambda content=content: content.storage.delete(content.name))
