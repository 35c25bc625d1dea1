"""Who may do what with a sheet written from a call, by state of its interview."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from practices import rules
from practices.drafts import mark_of
from practices.interviews.models import Interview, Outcome
from practices.interviews.writing import send, sign
from practices.models import PracticePage
from practices.review import withdraw
from tests.factories.interviews import begin_interview, holder
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(sent, moderator, territory):
    return {
        "moderator": moderator,
        "other moderator": ModeratorFactory(),
        "member": MembershipFactory(territory=territory, confirmed=True).user,
        "neighbour": MembershipFactory(confirmed=True).user,
        "link": holder(sent),
        "visitor": AnonymousUser(),
    }


def those(people, rule, practice):
    practice = PracticePage.objects.get(pk=practice.pk)
    return {name for name, user in people.items() if rule(user, practice)}


def test_before_the_signature(people, sent):
    assert those(people, rules.can_edit, sent.practice) == {"moderator", "member", "link"}
    assert those(people, rules.can_submit, sent.practice) == {"member", "link"}
    assert those(people, rules.can_view_draft, sent.practice) == {"moderator", "other moderator", "member"}


def test_in_review_nobody_writes_and_another_moderator_decides(people, sent, signatory):
    sign_now(sent, signatory)

    assert those(people, rules.can_edit, sent.practice) == set()
    assert those(people, rules.can_submit, sent.practice) == set()
    assert those(people, rules.can_review, sent.practice) == {"other moderator"}


def test_withdrawn_from_the_review_needs_another_link(people, sent, signatory, moderator):
    sign_now(sent, signatory)
    withdraw(sent.practice, user=people["other moderator"])

    assert those(people, rules.can_edit, sent.practice) == {"moderator", "member"}

    people["link"] = holder(send(sent, user=moderator))

    assert those(people, rules.can_edit, sent.practice) == {"moderator", "member", "link"}


@pytest.mark.parametrize("outcome", [Outcome.SENT, Outcome.DECLINED, Outcome.SIGNED])
def test_answered_interview_closes_the_link(people, sent, outcome):
    Interview.objects.update(outcome=outcome)

    expected = {"member"} if outcome == Outcome.SENT else {"member", "moderator"}
    assert those(people, rules.can_edit, sent.practice) == expected


def test_published_sheet_is_the_town_s_alone(people, sent):
    PracticePage.objects.filter(pk=sent.practice_id).update(live=True, first_published_at=timezone.now())

    assert those(people, rules.can_edit, sent.practice) == {"member"}


def test_somebody_who_no_longer_moderates_writes_no_more(people, sent, moderator):
    moderator.groups.clear()

    assert not rules.can_edit(moderator, sent.practice)
    assert list(PracticePage.objects.writable_by(moderator)) == []


def test_link_reaches_nothing_else_of_the_town(people, sent, territory):
    other = PracticeFactory(lead=territory)

    for rule in (
        rules.can_edit,
        rules.can_submit,
        rules.can_withdraw,
        rules.can_view_draft,
        rules.can_review,
    ):
        assert not rule(people["link"], other)
    assert list(PracticePage.objects.writable_by(people["link"])) == [sent.practice]
    assert list(PracticePage.objects.writable_by(people["moderator"])) == [sent.practice]
    assert not rules.is_moderator(people["link"])
    assert not rules.is_member(people["link"], territory.pk)


def test_link_of_one_sheet_is_not_that_of_another(people, sent, moderator, territory):
    other = begin_interview(territory, moderator=moderator)
    forged = holder(sent)
    forged.interview_id = other.pk

    assert not rules.can_edit(forged, other.practice)
    assert not rules.can_edit(people["link"], other.practice)


def sign_now(interview, signatory):
    practice = PracticePage.objects.get(pk=interview.practice_id)
    sign(practice, signatory=signatory, version=mark_of(practice), name="Anne Petit", function="Maire")
