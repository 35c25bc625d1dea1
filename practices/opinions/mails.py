"""Who is told of an opinion: the association that is asked, then the person who asked."""

from django.urls import reverse

from practices import rules
from practices.assignments.people import moderators
from practices.mailing.composing import absolute
from practices.mailing.models import Kind
from practices.mails import send, title_of


def asked(practice, opinion):
    """To the moderators of the association, but those whom the sheet concerns."""
    people = moderators().filter(groups=opinion.association.group_id)
    concerned = [user for user in people if not rules.has_stake(user, practice)]
    send("opinion_asked", concerned, kind=Kind.REVIEWS, **_said(practice, opinion))


def given(practice, opinion):
    """To who asked."""
    people = [opinion.asked_by] if opinion.asked_by else []
    send("opinion_given", people, kind=Kind.REVIEWS, **_said(practice, opinion))


def _said(practice, opinion):
    address = absolute(reverse("practices_opinion", args=[practice.pk]))
    return {"opinion": opinion, "title": title_of(practice), "address": address}
