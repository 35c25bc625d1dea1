"""Whoever a version names is asked; whatever is answered queues the sheet."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.signals import page_published

from practices.models import PracticePage
from practices.signals import practices_changed

from .models import Bearing
from .writing import ask_named


@receiver(post_save, sender=Revision)
def ask_those_a_version_names(instance, **kwargs):
    if instance.content_type.model_class() is PracticePage:
        ask_named({int(instance.object_id): instance.content})


@receiver(page_published, sender=PracticePage)
def ask_those_a_publication_names(instance, revision, **kwargs):
    ask_named({instance.pk: revision.content})


@receiver([post_save, post_delete], sender=Bearing)
def queue_the_sheet(instance, **kwargs):
    practices_changed.send(sender=Bearing, pks=[instance.practice_id])
