import pytest

from practices.review import submit
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory


@pytest.fixture
def moderator(db):
    """Of Villes de France."""
    return ModeratorFactory()


@pytest.fixture
def other_side(db):
    return ModeratorFactory(association="Villes Internet")


@pytest.fixture
def desk(client, moderator):
    """A browser in which the moderator is logged in."""
    client.force_login(moderator)
    return client


@pytest.fixture
def send(db):
    """A sheet sent to the review: `send(title=…, lead=…)`, by a member of its lead."""

    def send(practice=None, *, lead=None, **fields):
        practice = practice or PracticeFactory(lead=lead or TerritoryFactory(), **fields)
        membership = practice.lead.memberships.confirmed().first()
        membership = membership or MembershipFactory(territory=practice.lead, confirmed=True)
        return submit(practice, user=membership.user)

    return send
