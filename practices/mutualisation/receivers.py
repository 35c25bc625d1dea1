"""Whoever a version names is asked, and told; whatever is answered is told, and queues the sheet."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Revision

from practices.mailing.signals import reminders_asked
from practices.models import PracticePage
from practices.signals import practices_changed
from practices.territories.models import Territory
from practices.territories.signals import territory_merged

from . import mails
from .models import Bearing
from .moving import move_sheets
from .reminding import reminders_to_answer
from .signals import bearing_answered, bearings_asked
from .writing import ask_named


@receiver(post_save, sender=Revision)
def ask_those_a_version_names(instance, update_fields, **kwargs):
    if update_fields is None and instance.content_type.model_class() is PracticePage:
        ask_named({int(instance.object_id): instance.content})


@receiver(bearings_asked)
def tell_those_asked(bearings, **kwargs):
    mails.asked(bearings)


@receiver(bearing_answered)
def tell_the_lead(bearing, **kwargs):
    mails.answered(bearing)


@receiver(reminders_asked)
def remind_those_asked(**kwargs):
    return reminders_to_answer()


@receiver([post_save, post_delete], sender=Bearing)
def queue_the_sheet(instance, **kwargs):
    practices_changed.send(sender=Bearing, pks=[instance.practice_id])


@receiver(territory_merged, sender=Territory)
def follow_the_merged_territory(old, new, **kwargs):
    move_sheets(old, into=new)
