"""A theme that gets another address is found at the one it had."""

from django.db.models.signals import pre_save
from django.dispatch import receiver

from practices.models import Theme

from .models import lead_to


@receiver(pre_save, sender=Theme)
def keep_former_path(instance, **kwargs):
    former = Theme.objects.filter(pk=instance.pk).values_list("path", flat=True).first()
    if former and former != instance.path:
        lead_to(instance, former)
