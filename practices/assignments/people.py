"""The people who moderate."""

from django.contrib.auth import get_user_model
from django.db.models import Q

from practices.models import ReviewTask

from .models import Association


def moderators():
    """All who review sheets: members of the groups of the review, and administrators."""
    groups = ReviewTask.objects.filter(active=True).values("groups")
    people = get_user_model().objects.filter(Q(groups__in=groups) | Q(is_superuser=True), is_active=True)
    return people.distinct().order_by("last_name", "first_name", "pk")


def colleagues_of(user):
    """The moderators of the associations that this person moderates for, themselves included."""
    return moderators().filter(groups__association__in=Association.objects.of(user))
