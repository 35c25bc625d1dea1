"""What readers reported of a sheet that goes into another is read on the one that stays."""

from django.dispatch import receiver

from practices.merging.signals import practice_merged
from practices.models import PracticePage

from .models import Report


@receiver(practice_merged, sender=PracticePage)
def follow_with_reports(old, new, **kwargs):
    Report.objects.filter(practice=old).update(practice=new)
