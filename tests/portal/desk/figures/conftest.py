"""Reviews that went on in the past: steps are made by the site, then set back in time."""

import datetime

import pytest
from django.utils import timezone

from practices.conversations.models import Message
from practices.models import ReviewTaskState
from practices.models.review import Verdict
from practices.review import decide, submit
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory


@pytest.fixture
def member(db):
    return MembershipFactory(territory=TerritoryFactory(), confirmed=True).user


def at(day):
    """Noon of a day ("2026-11-02") in Paris."""
    return timezone.make_aware(datetime.datetime.fromisoformat(f"{day} 12:00"))


@pytest.fixture
def reviewed(member, moderator):
    """A sheet sent, then answered: `reviewed("2026-11-02", ("2026-11-05", Verdict.CHANGES), …)`.

    After changes asked the town sends it again the same day.
    """

    def make(sent, *steps, by=None):
        practice = PracticeFactory(lead=member.memberships.get().territory)
        for day, verdict in steps:
            submit(practice, user=member)
            state = decide(practice, user=by or moderator, verdict=verdict, reason="Voir plus bas.")
            _set(state, started_at=at(sent), finished_at=at(day))
            sent = day
        if not steps or steps[-1][1] == Verdict.CHANGES:
            submit(practice, user=member)
            last = ReviewTaskState.objects.latest("pk")
            _set(last, started_at=at(sent))
        return practice

    return make


def _set(state, **times):
    ReviewTaskState.objects.filter(pk=state.pk).update(**times)


@pytest.fixture
def written(moderator):
    """A message of the moderators to the town, set on a day."""

    def make(practice, day):
        message = Message.objects.create(practice=practice, author=moderator, text="Bonjour")
        Message.objects.filter(pk=message.pk).update(sent_at=at(day))

    return make
