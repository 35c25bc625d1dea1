"""Who is told of a message. A mail to a town never leads to the admin, which it cannot enter."""

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from wagtail.models import Revision

from practices.mailing.models import Kind
from practices.mails import absolute, members_of, send
from practices.models import ReviewTask, ReviewTaskState

from . import rules
from .models import Message


def message_sent(message):
    """To those of the other side who took part in this sheet, else to all of them."""
    practice = message.practice
    if message.is_from_moderators:
        users, path = _townspeople(practice), reverse("practices:conversation", args=[practice.pk])
    else:
        users, path = _moderators(practice), reverse("practices_conversation", args=[practice.pk])
    users = [user for user in users if user.pk != message.author_id]
    title = practice.draft_title or practice.title
    said = {"message": message, "title": title, "address": absolute(path)}
    send("message", users, kind=Kind.MESSAGES, **said)


def _townspeople(practice):
    members = members_of(practice.lead_id)
    wrote = Revision.page_revisions.filter(object_id=str(practice.pk)).values("user")
    return members.filter(Q(pk__in=wrote) | Q(pk__in=_authors(practice))) or members


def _moderators(practice):
    members = get_user_model().objects.filter(groups__in=ReviewTask.objects.values("groups"), is_active=True)
    decided = ReviewTaskState.objects.filter(workflow_state__object_id=str(practice.pk)).values("finished_by")
    involved = members.filter(Q(pk__in=decided) | Q(pk__in=_authors(practice))).distinct()
    users = involved or members.distinct()
    return [user for user in users if rules.speaks_for_the_moderators(user, practice)]


def _authors(practice):
    return Message.objects.for_practice(practice).values("author")
