"""The people who moderate."""

from django.contrib.auth import get_user_model
from django.db.models import Q

from practices.models import ReviewTask

from .models import Association
from .rules import can_hold


def moderators():
    """All who review sheets: members of the groups of the review, and administrators."""
    people = get_user_model().objects.filter(_in_a_group() | Q(is_superuser=True), is_active=True)
    return people.distinct().order_by("last_name", "first_name", "pk")


def colleagues_of(user):
    """The moderators of the associations that this person moderates for, themselves included."""
    return moderators().filter(groups__association__in=Association.objects.of(user))


def concerned_by(assignment) -> list:
    """Whose a sheet is: who holds it, else the moderators of its association, else those of all.

    Only those who may decide on it: where an association has none, all are concerned.
    """
    members = moderators().filter(_in_a_group())
    for circle in (
        moderators().filter(pk=assignment.taken_by_id),
        members.filter(groups__association__in=[assignment.association_id]),
        members,
    ):
        if able := [user for user in circle if can_hold(user, assignment.practice)]:
            return able
    return []


def _in_a_group():
    return Q(groups__in=ReviewTask.objects.filter(active=True).values("groups"))
