"""What is sent finds its place on the desk and is told; a collectivity that merges stays a member."""

from django.dispatch import receiver
from wagtail.signals import task_submitted

from practices import mails
from practices.models import ReviewTaskState
from practices.territories.signals import territory_merged

from .models import Association
from .people import concerned_by
from .sending import assign


@receiver(task_submitted, sender=ReviewTaskState)
def put_on_the_desk(instance, **kwargs):
    place = assign(instance)
    mails.submitted(place.practice, instance, to=concerned_by(place))


@receiver(territory_merged)
def keep_the_membership(old, new, **kwargs):
    for association in Association.objects.filter(members=old):
        association.members.add(new)
