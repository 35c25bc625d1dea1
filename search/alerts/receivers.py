"""Who was told of a sheet that went into another knows the other."""

from django.dispatch import receiver

from practices.merging.signals import practice_merged
from practices.models import PracticePage

from .models import AlertedSheet


@receiver(practice_merged, sender=PracticePage)
def take_the_merged_sheet_as_told(old, new, **kwargs):
    told = AlertedSheet.objects.filter(sheet=old).values_list("saved_search", flat=True)
    rows = [AlertedSheet(saved_search_id=key, sheet=new) for key in told]
    AlertedSheet.objects.bulk_create(rows, ignore_conflicts=True)
