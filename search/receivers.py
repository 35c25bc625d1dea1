"""Whatever changes a document queues it, in the transaction of the change."""

from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver

from practices.models import PracticePage, Programme, Theme
from practices.signals import practices_changed
from practices.territories.signals import territories_changed

from . import indexing, vocabularies
from .models import IndexEntry


def queue(practices):
    """Queues sheets (a QuerySet or primary keys) and wakes the drain after the commit."""
    if IndexEntry.objects.queue(practices):
        indexing.wake()


@receiver([post_save, post_delete], sender=PracticePage)
def queue_practice(instance, **kwargs):
    queue([instance.pk])


@receiver(practices_changed)
def queue_practices(pks, **kwargs):
    queue(pks)


@receiver(territories_changed)
def queue_territories(pks, **kwargs):
    queue(PracticePage.objects.findable().for_territories(pks))


@receiver([post_save, pre_delete], sender=Theme)
def queue_theme(instance, **kwargs):
    queue(PracticePage.objects.findable().for_theme(instance))


@receiver([post_save, pre_delete], sender=Programme)
def queue_programme(instance, **kwargs):
    queue(PracticePage.objects.findable().filter(programmes=instance))


@receiver([post_save, post_delete], sender=Theme)
def read_themes_again(**kwargs):
    vocabularies.themes.forget()


@receiver([post_save, post_delete], sender=Programme)
def read_programmes_again(**kwargs):
    vocabularies.programmes.forget()
