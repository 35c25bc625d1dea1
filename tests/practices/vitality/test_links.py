import pytest

from practices.models import PracticePage
from practices.territories.memberships import end
from practices.vitality import links
from practices.vitality.links import link, read
from tests.factories.vitality import QuestionFactory, old_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(territory):
    return QuestionFactory(practice=old_sheet(lead=territory, contact_email="contact@luzy.example"))


def token_of(question, address):
    return link(question, address).rstrip("/").rpartition("/")[2]


def test_link_tells_the_question_and_who_answers(question, member):
    by_member, by_contact = (
        token_of(question, address) for address in (member.email, "contact@luzy.example")
    )

    assert [(found.pk, who.user) for found, who in (read(by_member), read(by_contact))] == [
        (question.pk, member),
        (question.pk, None),
    ]
    assert member.email not in by_member


def test_forged_or_old_link_is_dead(question, member, monkeypatch):
    token = token_of(question, member.email)
    monkeypatch.setattr(links, "LASTS", -1)

    assert [read(one) for one in ("", "x", token + "x", token)] == [None] * 4


def test_link_of_somebody_who_left_is_dead(question, member, colleague):
    token = token_of(question, member.email)

    end(member.memberships.get(), by=member)

    assert read(token) is None


def test_link_of_a_former_contact_is_dead(question):
    token = token_of(question, "contact@luzy.example")

    PracticePage.objects.update(contact_email="autre@luzy.example")

    assert read(token) is None
