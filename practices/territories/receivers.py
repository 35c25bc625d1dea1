from django.db.models.signals import post_save
from django.dispatch import receiver

from .models import Territory
from .signals import territories_changed


@receiver(post_save, sender=Territory)
def tell_of_a_corrected_territory(instance, created, **kwargs):
    if not created:
        territories_changed.send(sender=Territory, pks=[instance.pk])
