"""What was said of a sheet that goes is said of the one that stays."""

from django.dispatch import receiver

from practices.models import PracticePage
from practices.reuse.models import Reuse
from practices.reuse.rules import bearers

from .signals import practice_merged


@receiver(practice_merged, sender=PracticePage)
def follow_with_reuses(old, new, **kwargs):
    """What both had counts once; what a collectivity bears itself is no reuse."""
    own = bearers(new)
    known = set(new.reuses.values_list("territory", flat=True))
    for reuse in old.reuses.all():
        if reuse.territory_id in own | known:
            reuse.delete()
        else:
            reuse.practice = new
            reuse.save(update_fields=["practice"])
    for reuse in Reuse.objects.filter(practice=new, territory__in=own):
        reuse.delete()
    old.inspirations.exclude(practice=new).update(result=new)
