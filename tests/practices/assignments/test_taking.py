"""Taking, giving, leaving: the rules, one after the other and at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from wagtail.models import PageLogEntry

from practices.assignments.models import Assignment
from practices.assignments.taking import AlreadyTaken, hand_over, release, take, take_all
from practices.models.review import Verdict
from practices.review import DecisionConflict, decide, submit
from tests.factories.accounts import UserFactory
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(territory, member):
    practice = PracticeFactory(lead=territory)
    submit(practice, user=member)
    return practice


@pytest.fixture
def other_side(db):
    return ModeratorFactory(association="Villes Internet")


def place_of(practice):
    return Assignment.objects.get(practice=practice)


def held(practice):
    place = place_of(practice)
    return place.taken_by, str(place.association) if place.association else None, place.taken_at is not None


def test_sheet_sent_is_for_nobody(sent):
    assert held(sent) == (None, None, False)


def test_take_holds_the_sheet_for_ones_association(sent, moderator):
    take(sent, user=moderator)

    assert held(sent) == (moderator, "Villes de France", True)


def test_take_twice_changes_nothing(sent, moderator):
    first = take(sent, user=moderator).taken_at

    assert take(sent, user=moderator).taken_at == first


def test_second_to_take_is_told_the_first(sent, moderator, other_side):
    take(sent, user=moderator)

    with pytest.raises(AlreadyTaken, match=f"^{moderator} a pris cette fiche le "):
        take(sent, user=other_side)
    assert held(sent) == (moderator, "Villes de France", True)


def test_what_is_held_by_who_left_the_moderators_is_free(sent, moderator, other_side):
    take(sent, user=moderator)
    moderator.groups.clear()

    take(sent, user=other_side)

    assert held(sent) == (other_side, "Villes Internet", True)


def test_nobody_takes_a_sheet_of_their_town(sent, territory):
    concerned = ModeratorFactory()
    MembershipFactory(user=concerned, territory=territory, confirmed=True)

    with pytest.raises(PermissionDenied, match="votre collectivité"):
        take(sent, user=concerned)
    with pytest.raises(PermissionDenied, match="confier"):
        hand_over(sent, user=concerned, to=ModeratorFactory())
    assert held(sent) == (None, None, False)


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_nobody_else_takes(sent, who, request):
    with pytest.raises(PermissionDenied):
        take(sent, user=request.getfixturevalue(who))


def test_draft_is_not_taken(territory, moderator):
    with pytest.raises(DecisionConflict, match="pas en relecture"):
        take(PracticeFactory(lead=territory), user=moderator)


def test_sheet_decided_meanwhile_is_not_taken(sent, moderator, other_side):
    decide(sent, user=moderator, verdict=Verdict.REFUSED, reason="Non.")

    with pytest.raises(DecisionConflict, match="Décision déjà prise"):
        take(sent, user=other_side)


def test_sheet_returned_to_the_town_may_still_be_given(sent, moderator, other_side):
    take(sent, user=moderator)
    decide(sent, user=moderator, verdict=Verdict.CHANGES, reason="Précisez.")

    hand_over(sent, user=moderator, to=other_side, seen=moderator.pk)

    assert held(sent) == (other_side, "Villes Internet", True)


def test_hand_over_gives_it_to_either_association(sent, moderator, other_side):
    take(sent, user=moderator)

    hand_over(sent, user=moderator, to=other_side, seen=moderator.pk)

    assert held(sent) == (other_side, "Villes Internet", True)


def test_hand_over_of_a_free_sheet(sent, moderator, other_side):
    hand_over(sent, user=moderator, to=other_side)

    assert held(sent) == (other_side, "Villes Internet", True)


def test_colleague_gives_on_what_an_absent_person_holds(sent, moderator):
    absent, other = ModeratorFactory(), ModeratorFactory()
    take(sent, user=absent)

    hand_over(sent, user=moderator, to=other, seen=absent.pk)

    assert held(sent) == (other, "Villes de France", True)


def test_other_association_does_not_move_what_is_held(sent, moderator, other_side):
    take(sent, user=moderator)

    with pytest.raises(PermissionDenied, match="confier"):
        hand_over(sent, user=other_side, to=ModeratorFactory(), seen=moderator.pk)
    with pytest.raises(AlreadyTaken):
        release(sent, user=other_side)
    assert held(sent) == (moderator, "Villes de France", True)


def test_hand_over_is_refused_when_another_took_it_meanwhile(sent, moderator, other_side):
    take(sent, user=other_side)

    with pytest.raises(AlreadyTaken, match=str(other_side)):
        hand_over(sent, user=moderator, to=ModeratorFactory())


def test_hand_over_to_who_may_not_decide(sent, moderator, territory):
    concerned = ModeratorFactory()
    MembershipFactory(user=concerned, territory=territory, confirmed=True)

    for to in (concerned, UserFactory()):
        with pytest.raises(PermissionDenied, match="ne peut pas relire"):
            hand_over(sent, user=moderator, to=to)


def test_release_leaves_it_to_both(sent, moderator):
    take(sent, user=moderator)

    release(sent, user=moderator)
    release(sent, user=moderator)

    assert held(sent) == (None, None, False)


def test_who_gets_a_stake_may_leave_what_they_hold(sent, moderator, territory):
    take(sent, user=moderator)
    MembershipFactory(user=moderator, territory=territory, confirmed=True)

    release(sent, user=moderator)

    assert held(sent) == (None, None, False)


def test_take_all_takes_what_it_may(territory, member, moderator, other_side):
    free, taken, decided = (PracticeFactory(lead=territory) for _ in range(3))
    for practice in (free, taken, decided):
        submit(practice, user=member)
    take(taken, user=other_side)
    decide(decided, user=other_side, verdict=Verdict.APPROVED)

    result = take_all([free, taken, decided], user=moderator)

    assert result.taken == [free]
    assert [practice for practice, _ in result.refused] == [taken, decided]
    assert all(sentence.endswith(".") for _, sentence in result.refused)


def test_what_is_done_is_written_in_the_history(sent, moderator, other_side):
    take(sent, user=moderator)
    hand_over(sent, user=moderator, to=other_side, seen=moderator.pk)
    release(sent, user=other_side)

    actions = PageLogEntry.objects.filter(page=sent.pk, action__startswith="assignments.").order_by("pk")
    assert [(entry.action, entry.user) for entry in actions] == [
        ("assignments.take", moderator),
        ("assignments.hand_over", moderator),
        ("assignments.release", other_side),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_who_take_at_once_give_one_holder(territory, member):
    people = [ModeratorFactory(), ModeratorFactory(association="Villes Internet")]
    for _ in range(5):
        practice = PracticeFactory(lead=territory)
        submit(practice, user=member)
        gate = threading.Barrier(2)

        def attempt(user, practice=practice, gate=gate):
            gate.wait()
            try:
                return take(practice, user=user).taken_by
            except AlreadyTaken as refusal:
                return str(refusal)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            outcomes = list(pool.map(attempt, people))

        holder = held(practice)[0]
        assert outcomes.count(holder) == 1
        assert [str(holder) in told for told in outcomes if told != holder] == [True]


def test_moderator_of_the_town_frees_no_sheet_of_a_colleague(sent, moderator, territory):
    own = ModeratorFactory()
    take(sent, user=moderator)
    MembershipFactory(user=own, territory=territory, confirmed=True)

    with pytest.raises(AlreadyTaken):
        release(sent, user=own)

    assert place_of(sent).taken_by == moderator


def test_moderator_who_joined_the_town_meanwhile_leaves_what_they_hold(sent, moderator, territory):
    take(sent, user=moderator)
    MembershipFactory(user=moderator, territory=territory, confirmed=True)

    release(sent, user=moderator)

    assert place_of(sent).taken_by is None
