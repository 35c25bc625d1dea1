import pytest

from tests.factories.practices import PracticeFactory


@pytest.fixture
def practice(territory, member):
    """A complete draft of the member's collectivity."""
    return PracticeFactory(lead=territory, owner=member)
