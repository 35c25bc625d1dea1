"""For whom a sheet is when it reaches the moderators."""

import pytest
from django.core.exceptions import ValidationError

from practices.assignments.models import Assignment, Association, SendingRule
from practices.assignments.sending import assign_forgotten, association_for
from practices.assignments.taking import take
from practices.models.review import Verdict
from practices.review import decide, submit
from practices.territories.directory.merging import merge
from tests.factories.practices import ModeratorFactory, PracticeFactory, association
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(db):
    return association("Villes de France")


@pytest.fixture
def others(db):
    return association("Villes Internet")


def send(lead, user):
    practice = PracticeFactory(lead=lead)
    submit(practice, user=user)
    return practice


def place_of(practice):
    return Assignment.objects.get(practice=practice)


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({"bands": ["commune-10000"]}, True),
        ({"bands": ["commune-20000"]}, False),
        ({"bands": ["commune-0", "commune-10000"]}, True),
        ({"kinds": ["commune"]}, True),
        ({"kinds": ["cc"]}, False),
        ({"regions": ["53"]}, True),
        ({"regions": ["11"]}, False),
        ({"bands": ["commune-10000"], "regions": ["53"]}, True),
        ({"bands": ["commune-10000"], "regions": ["11"]}, False),
        ({"members_only": True}, False),
    ],
)
def test_rule_fits(ours, asked, fits):
    commune = TerritoryFactory()  # of Finistère, 18 000 people

    assert SendingRule(association=ours, **asked).fits(commune) is fits


def test_rule_for_members_fits_a_member(ours):
    commune = TerritoryFactory()
    ours.members.add(commune)

    assert SendingRule(association=ours, members_only=True).fits(commune)


def test_rule_without_a_criterion_is_refused(ours):
    with pytest.raises(ValidationError, match="au moins"):
        SendingRule(association=ours).full_clean()


def test_first_rule_that_fits_decides(ours, others):
    SendingRule.objects.create(association=ours, kinds=["commune"], order=20)
    SendingRule.objects.create(association=others, regions=["53"], order=10)

    assert association_for(TerritoryFactory()) == others
    assert association_for(TerritoryFactory(department_code="58")) == ours
    assert association_for(TerritoryFactory(intercommunality=True, department_code="58")) is None


def test_sheet_sent_follows_the_rules(territory, member, ours):
    SendingRule.objects.create(association=ours, kinds=["commune"])

    place = place_of(send(territory, member))

    assert (place.association, place.taken_by) == (ours, None)


def test_sheet_sent_again_stays_with_who_had_taken_it(territory, member, moderator):
    practice = send(territory, member)
    first = take(practice, user=moderator)
    decide(practice, user=moderator, verdict=Verdict.CHANGES, reason="Précisez.")

    submit(practice, user=member)

    place = place_of(practice)
    assert (place.taken_by, place.taken_at) == (moderator, first.taken_at)
    assert place.review.pk > first.review.pk
    assert Assignment.objects.in_review().get() == place


def test_sheet_sent_again_leaves_who_belongs_to_the_town_now(territory, member, moderator):
    practice = send(territory, member)
    take(practice, user=moderator)
    decide(practice, user=moderator, verdict=Verdict.CHANGES, reason="Précisez.")
    MembershipFactory(user=moderator, territory=territory, confirmed=True)

    submit(practice, user=member)

    assert (place_of(practice).taken_by, place_of(practice).association) == (None, None)


def test_desk_holds_what_is_in_review_or_returned(territory, member, moderator):
    waiting, returned, published, refused = (send(territory, member) for _ in range(4))
    decide(returned, user=moderator, verdict=Verdict.CHANGES, reason="Précisez.")
    decide(published, user=moderator, verdict=Verdict.APPROVED)
    decide(refused, user=moderator, verdict=Verdict.REFUSED, reason="Non.")

    found = [
        [place.practice_id for place in places.order_by("pk")]
        for places in (
            Assignment.objects.in_review(),
            Assignment.objects.at_the_town(),
            Assignment.objects.open(),
        )
    ]
    assert found == [[waiting.pk], [returned.pk], [waiting.pk, returned.pk]]


def test_past_tells_the_first_sheet_of_a_town_and_a_corrected_one(territory, member, moderator):
    practice = send(territory, member)
    decide(practice, user=moderator, verdict=Verdict.CHANGES, reason="Précisez.")
    submit(practice, user=member)
    known = TerritoryFactory()
    PracticeFactory(lead=known, published=True)
    second = send(known, MembershipFactory(territory=known, confirmed=True).user)

    past = {
        place.practice_id: (place.was_returned, place.is_first) for place in Assignment.objects.with_past()
    }

    assert past == {practice.pk: (True, True), second.pk: (False, False)}


def test_what_was_in_review_before_the_desk_finds_its_place(territory, member):
    practice = send(territory, member)
    Assignment.objects.all().delete()

    assert (assign_forgotten(), assign_forgotten()) == (1, 0)
    assert place_of(practice)


def test_member_that_merges_stays_a_member(ours):
    old, new = TerritoryFactory(), TerritoryFactory()
    ours.members.add(old)

    merge(old, into=new)

    assert new in ours.members.all()


def test_association_of_a_moderator(ours):
    assert list(Association.objects.of(ModeratorFactory())) == [ours]
