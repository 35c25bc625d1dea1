"""The consequences of a reuse: a mail to the lead, the sheet indexed again, and merged collectivities."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from practices.models import PracticePage
from practices.signals import practices_changed
from practices.territories.models import Territory
from practices.territories.signals import territory_merged

from . import mails
from .models import Reuse
from .signals import practice_reused


@receiver(practice_reused)
def tell_the_lead(reuse, **kwargs):
    mails.practice_reused(reuse)


@receiver([post_save, post_delete], sender=Reuse)
def tell_that_the_sheet_changed(instance, **kwargs):
    practices_changed.send(sender=PracticePage, pks=[instance.practice_id])


@receiver(territory_merged, sender=Territory)
def follow_the_merged_territory(old, new, **kwargs):
    """What both took up counts once, and what the new one bears itself is no reuse."""
    for reuse in old.reuses.select_related("practice"):
        is_twin = new.reuses.filter(practice=reuse.practice_id).exists()
        if is_twin or reuse.practice.lead_id in (old.pk, new.pk):
            reuse.delete()
        else:
            reuse.territory = new
            reuse.save(update_fields=["territory"])
