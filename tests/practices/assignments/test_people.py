"""Who is told that a sheet reached the moderators: those whose it is."""

import pytest
from django.core import mail

from practices.assignments.models import SendingRule
from practices.assignments.taking import take
from practices.models.review import Verdict
from practices.review import decide, submit
from tests.factories.accounts import UserFactory
from tests.factories.practices import ModeratorFactory, PracticeFactory, association
from tests.factories.territories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(db):
    return ModeratorFactory()


@pytest.fixture
def others(db):
    return ModeratorFactory(association="Villes Internet")


@pytest.fixture
def sent(territory, member, ours, others):
    """Sends the sheet and says to whom a mail went."""
    UserFactory(superuser=True)
    practice = PracticeFactory(lead=territory)

    def sent():
        mail.outbox.clear()
        submit(practice, user=member)
        return {address for message in mail.outbox for address in message.to}

    sent.practice = practice
    return sent


def ruled(territory):
    SendingRule.objects.create(association=association("Villes Internet"), regions=[territory.region_code])


def test_sheet_for_both_is_told_to_both(sent, ours, others):
    assert sent() == {ours.email, others.email}


def test_sheet_for_one_association_is_told_to_its_moderators(sent, others, territory):
    ruled(territory)

    assert sent() == {others.email}


def test_sheet_that_comes_back_is_told_to_who_has_it(sent, ours, territory):
    ruled(territory)
    sent()
    take(sent.practice, user=ours)
    decide(sent.practice, user=ours, verdict=Verdict.CHANGES, reason="Précisez.")

    assert sent() == {ours.email}


def test_sheet_that_its_association_may_not_decide_on_is_told_to_the_others(sent, ours, others, territory):
    ruled(territory)
    MembershipFactory(user=others, territory=territory, confirmed=True)

    assert sent() == {ours.email}
