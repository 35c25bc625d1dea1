import pytest

from practices.review import submit
from tests.factories.practices import PracticeFactory


@pytest.fixture
def in_review(territory, member):
    practice = PracticeFactory(lead=territory, title="Partager un informaticien")
    submit(practice, user=member)
    return practice


@pytest.fixture
def desk(client, moderator):
    """A browser in which the moderator is logged in."""
    client.force_login(moderator)
    return client
