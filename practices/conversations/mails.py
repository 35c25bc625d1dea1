"""Who is told of a message. A mail to a town never leads to the admin, which it cannot enter."""

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from wagtail.models import Revision

from practices.assignments.models import Assignment
from practices.assignments.people import concerned_by, moderators
from practices.mailing.models import Kind
from practices.mails import absolute, members_of, send, title_of
from practices.models import ReviewTaskState

from . import rules
from .models import Message


def message_sent(message):
    """To all sides but the writer's own; of each, those who took part in this sheet, else all of them.

    Of the moderators, also whose the sheet is: who took it, else the association that it is for.
    """
    practice = message.practice
    if not message.is_from_moderators:
        _tell(message, _moderators(practice), "practices_conversation")
    town = set(_partners(practice))
    if message.territory_id != practice.lead_id:
        town |= set(_townspeople(practice))
    _tell(message, sorted(town, key=lambda user: user.pk), "practices:conversation")


def _tell(message, users, name):
    practice = message.practice
    users = [user for user in users if user.pk != message.author_id]
    address = absolute(reverse(name, args=[practice.pk]))
    send("message", users, kind=Kind.MESSAGES, message=message, title=title_of(practice), address=address)


def _townspeople(practice):
    members = members_of(practice.lead_id)
    wrote = Revision.page_revisions.filter(object_id=str(practice.pk)).values("user")
    return members.filter(Q(pk__in=wrote) | Q(pk__in=_authors(practice))) or members


def _partners(practice):
    """Those who wrote here for another collectivity that bears the sheet, and still speak for it."""
    shared = Message.objects.shared().for_practice(practice).exclude(territory=None)
    authors = get_user_model().objects.filter(
        pk__in=shared.exclude(territory=practice.lead_id).values("author"), is_active=True
    )
    return [user for user in authors if rules.speaks_for_the_town(user, practice)]


def _moderators(practice):
    """Whose the sheet is while a review goes on or somebody holds it, and those who took part."""
    place = Assignment.objects.filter(practice=practice.pk).first() or Assignment(practice=practice)
    is_awaited = place.taken_by_id or Assignment.objects.open().filter(pk=place.pk).exists()
    whose = concerned_by(place) if is_awaited else []
    decided = ReviewTaskState.objects.filter(workflow_state__object_id=str(practice.pk)).values("finished_by")
    involved = moderators().filter(Q(pk__in=decided) | Q(pk__in=_authors(practice)))
    took_part = [user for user in involved if rules.speaks_for_the_moderators(user, practice)]
    return list(dict.fromkeys([*whose, *took_part])) or concerned_by(place)


def _authors(practice):
    return Message.objects.for_practice(practice).values("author")
