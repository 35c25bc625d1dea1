import pytest

from practices.interviews.writing import send
from tests.factories.interviews import begin_interview, holder, write_from


@pytest.fixture
def interview(territory, moderator):
    """A complete sheet of a town without members, that was not sent yet."""
    interview = begin_interview(territory, moderator=moderator)
    write_from(interview)
    return interview


@pytest.fixture
def sent(interview, moderator, mailoutbox):
    """The same, its link in the mailbox of the town."""
    return send(interview, user=moderator)


@pytest.fixture
def signatory(sent):
    return holder(sent)
