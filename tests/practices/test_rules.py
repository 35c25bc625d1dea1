"""Every rule, over statuses × users."""

import pytest
from django.contrib.auth.models import AnonymousUser

from practices import rules
from practices.models import PracticePage
from practices.models.review import Verdict
from practices.review import decide, submit, withdraw
from tests.factories.accounts import UserFactory
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db

STATUSES = (
    "draft",
    "in_review",
    "changes",
    "refused",
    "withdrawn",
    "published",
    "published_in_review",
    "archived",
)
PEOPLE = (
    "visitor",
    "stranger",
    "pending",
    "member",
    "co_bearer",
    "moderator",
    "moderator_of_lead",
    "moderator_of_co_bearer",
    "author_moderator",
    "administrator",
    "administrator_of_lead",
    "inactive_moderator",
)


@pytest.fixture
def territory():
    return TerritoryFactory()


@pytest.fixture
def other():
    return TerritoryFactory()


@pytest.fixture
def member(territory):
    return MembershipFactory(territory=territory, confirmed=True).user


@pytest.fixture
def people(territory, other, member):
    everyone = {name: UserFactory() for name in ("stranger", "pending", "co_bearer")}
    everyone |= {
        name: ModeratorFactory()
        for name in ("moderator", "moderator_of_lead", "moderator_of_co_bearer", "author_moderator")
    }
    everyone |= {
        "visitor": AnonymousUser(),
        "member": member,
        "administrator": UserFactory(superuser=True),
        "administrator_of_lead": UserFactory(superuser=True),
        "inactive_moderator": ModeratorFactory(is_active=False),
    }
    MembershipFactory(user=everyone["pending"], territory=territory)
    for name in ("moderator_of_lead", "administrator_of_lead"):
        MembershipFactory(user=everyone[name], territory=territory, confirmed=True)
    for name in ("co_bearer", "moderator_of_co_bearer"):
        MembershipFactory(user=everyone[name], territory=other, confirmed=True)
    return everyone


@pytest.fixture
def at(territory, other, member, people):
    """A sheet at a status: `at("in_review")`."""

    def make(status):
        live = status.startswith("published") or status == "archived"
        practice = PracticeFactory(
            lead=territory, confirmed_bearers=[other], published=live, archived=status == "archived"
        )
        if status != "published":
            practice.title = "Une autre version"
            practice.save_revision(user=people["author_moderator"], clean=False)
        if status not in ("draft", "published", "archived"):
            submit(practice, user=member)
        if status == "withdrawn":
            withdraw(practice, user=member)
        if status in ("changes", "refused"):
            verdict = Verdict.CHANGES if status == "changes" else Verdict.REFUSED
            decide(practice, user=ModeratorFactory(), verdict=verdict, reason="À revoir.")
        return PracticePage.objects.get(pk=practice.pk)

    return make


def who(rule, practice, people):
    return {name for name in PEOPLE if rule(people[name], practice)}


@pytest.mark.parametrize("status", STATUSES)
def test_can_edit_is_for_members_outside_the_review(status, at, people):
    expected = {"member", "moderator_of_lead", "administrator_of_lead"}
    resting = status in ("in_review", "published_in_review", "archived")

    assert who(rules.can_edit, at(status), people) == (set() if resting else expected)


@pytest.mark.parametrize("status", STATUSES)
def test_can_submit_is_for_members_with_something_new(status, at, people):
    expected = {"member", "moderator_of_lead", "administrator_of_lead"}
    ready = status in ("draft", "changes", "refused", "withdrawn")

    assert who(rules.can_submit, at(status), people) == (expected if ready else set())


@pytest.mark.parametrize("status", STATUSES)
def test_can_call_referents_is_for_members_where_referents_alone_submit(status, at, people, territory):
    practice = at(status)
    territory.referents_submit = True
    territory.save()
    MembershipFactory(user=people["stranger"], territory=territory, referent=True)
    expected = {"member", "moderator_of_lead", "administrator_of_lead"}
    ready = status in ("draft", "changes", "refused", "withdrawn")

    assert who(rules.can_call_referents, practice, people) == (expected if ready else set())
    assert who(rules.can_submit, practice, people) == ({"stranger"} if ready else set())


@pytest.mark.parametrize("status", STATUSES)
def test_can_withdraw_is_for_members_and_moderators_without_a_stake_during_the_review(status, at, people):
    expected = {"member", "moderator_of_lead", "administrator_of_lead", "moderator", "administrator"}
    in_review = status in ("in_review", "published_in_review")

    assert who(rules.can_withdraw, at(status), people) == (expected if in_review else set())


@pytest.mark.parametrize("status", STATUSES)
def test_can_review_is_for_moderators_without_a_stake(status, at, people):
    in_review = status in ("in_review", "published_in_review")

    assert who(rules.can_review, at(status), people) == (
        {"moderator", "administrator"} if in_review else set()
    )


@pytest.mark.parametrize("status", STATUSES)
def test_can_view_draft_is_for_bearers_and_moderators(status, at, people):
    strangers = {"visitor", "stranger", "pending", "inactive_moderator"}

    assert who(rules.can_view_draft, at(status), people) == set(PEOPLE) - strangers


@pytest.mark.parametrize("status", STATUSES)
def test_visible_to_hides_what_is_not_published_from_others(status, at, people):
    practice = at(status)

    seeing = {
        name
        for name in PEOPLE
        if PracticePage.objects.visible_to(people[name]).filter(pk=practice.pk).exists()
    }

    strangers = {"visitor", "stranger", "pending", "inactive_moderator"}
    assert seeing == (set(PEOPLE) if practice.live else set(PEOPLE) - strangers)


def test_can_review_counts_the_owner_and_the_bearers_of_the_proposed_version(at, people, territory):
    practice = at("published")
    newcomer = TerritoryFactory()
    MembershipFactory(user=people["moderator"], territory=newcomer, confirmed=True)
    practice.co_bearers = [newcomer]
    practice.save_revision(clean=False)
    practice = PracticePage.objects.get(pk=practice.pk)
    submit(practice, user=people["member"])

    assert who(rules.can_review, practice, people) == {"administrator", "author_moderator"}

    practice.owner = people["administrator"]
    practice.save()

    assert who(rules.can_review, practice, people) == {"author_moderator"}


def test_can_review_takes_a_correction_for_part_of_the_review(at, people):
    practice = at("in_review")
    draft = practice.get_latest_revision_as_object()
    draft.title = "Sans faute de frappe"
    draft.save_revision(user=people["moderator"])

    assert who(rules.can_review, PracticePage.objects.get(), people) == {"moderator", "administrator"}


def test_can_review_takes_a_draft_for_writing_even_after_a_review(at, people):
    practice = at("changes")
    draft = practice.get_latest_revision_as_object()
    draft.title = "Récrite par une modératrice"
    draft.save_revision(user=people["moderator"])
    submit(practice, user=people["member"])

    assert who(rules.can_review, PracticePage.objects.get(), people) == {"administrator"}
