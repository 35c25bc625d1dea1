"""Drafts that a town began and left."""

from django.db.models import Q
from django.urls import reverse

from practices.territories.models import Membership

from .mailing.composing import absolute
from .mailing.reminders import Reminder, recalled_now
from .mails import those_of
from .models import PracticePage
from .models.practice import UNTITLED
from .status import ReviewStatus, standings

LEFT = {ReviewStatus.DRAFT, ReviewStatus.WITHDRAWN, ReviewStatus.PUBLISHED_DRAFT}
WORDS = "Votre brouillon «\u00a0{}\u00a0» n’a pas bougé depuis plus de deux semaines"


def reminders_of_drafts():
    """One reminder to each person who wrote a draft, two weeks after its last change: one for a draft.

    The next version of a sheet, once this one is published, is another draft.
    """
    for practice in _left():
        for user in those_of(practice, {practice.owner_id, practice.latest_revision.user_id}):
            yield Reminder(
                user,
                key=f"draft:{practice.pk}:{practice.live_revision_id or 0}",
                words=WORDS.format(practice.draft_title or UNTITLED),
                todo="Continuer la fiche",
                address=absolute(reverse("practices:edit", args=[practice.pk])),
            )


def _left():
    """Drafts of collectivities that have people here; one that is written from a call is its moderator’s."""
    drafts = PracticePage.objects.filter(Q(live=False) | Q(has_unpublished_changes=True))
    old = drafts.filter(latest_revision_created_at__range=recalled_now(), is_example=False, interview=None)
    spoken_for = old.filter(lead__in=Membership.objects.confirmed().values("territory"))
    practices = list(spoken_for.select_related("latest_revision").order_by("pk"))
    standing = standings(practices)
    return [practice for practice in practices if standing[practice.pk].status in LEFT]
