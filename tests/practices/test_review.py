"""The steps of the review, one after the other and at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from wagtail.models import TaskState, WorkflowState

from practices.drafts import StaleVersion, save_draft
from practices.models import PracticePage, ReviewTaskState
from practices.models.review import Verdict
from practices.review import DecisionConflict, decide, submit, withdraw
from practices.status import ReviewStatus, standings, status_of
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(territory):
    return PracticeFactory(lead=territory)


def fresh(practice):
    return PracticePage.objects.get(pk=practice.pk)


def last_state(practice):
    return ReviewTaskState.objects.order_by("pk").last()


def test_submit_starts_the_review(practice, member):
    submit(practice, user=member)

    state = last_state(practice)
    assert status_of(fresh(practice)).status == ReviewStatus.IN_REVIEW
    assert (state.revision_id, state.verdict) == (practice.latest_revision_id, "")
    assert state.workflow_state.requested_by == member


def test_submit_twice_changes_nothing(practice, member, colleague):
    submit(practice, user=member)
    submit(practice, user=colleague)

    assert ReviewTaskState.objects.count() == 1


def test_submit_names_each_missing_answer(territory, member):
    practice = PracticeFactory(lead=territory, incomplete=True)

    with pytest.raises(ValidationError) as failure:
        submit(practice, user=member)

    assert list(failure.value.message_dict) == ["summary", "themes", "need", "contact_email"]
    assert not WorkflowState.objects.exists()


def test_submit_judges_the_last_version_not_the_published_one(territory, member):
    practice = PracticeFactory(lead=territory, published=True)
    save_draft(practice, user=member, data={"summary": ""})

    with pytest.raises(ValidationError) as failure:
        submit(practice, user=member)

    assert list(failure.value.message_dict) == ["summary"]


def test_submit_by_a_stranger_is_refused(practice, stranger):
    with pytest.raises(PermissionDenied):
        submit(practice, user=stranger)


def test_withdraw_makes_a_draft_again(practice, member):
    submit(practice, user=member)
    withdraw(practice, user=member)

    state = last_state(practice)
    assert (state.verdict, state.status) == (Verdict.WITHDRAWN, TaskState.STATUS_CANCELLED)
    assert state.workflow_state.status == WorkflowState.STATUS_CANCELLED
    assert status_of(fresh(practice)).status == ReviewStatus.WITHDRAWN


def test_withdraw_after_the_decision_tells_it(practice, member, moderator):
    submit(practice, user=member)
    decide(practice, user=moderator, verdict=Verdict.APPROVED)

    with pytest.raises(DecisionConflict, match=f"Décision déjà prise par {moderator} le .*\u00a0: publiée"):
        withdraw(practice, user=member)


def test_approve_publishes_the_version_in_review(practice, member, moderator):
    submit(practice, user=member)

    decide(practice, user=moderator, verdict=Verdict.APPROVED)

    stored, state = fresh(practice), last_state(practice)
    assert stored.live
    assert stored.live_revision_id == practice.latest_revision_id
    assert (state.status, state.verdict) == (TaskState.STATUS_APPROVED, Verdict.APPROVED)
    assert (state.finished_by, state.workflow_state.status) == (moderator, WorkflowState.STATUS_APPROVED)
    assert status_of(stored).status == ReviewStatus.PUBLISHED


def test_approve_of_a_new_version_replaces_the_published_one(territory, member, moderator):
    practice = PracticeFactory(lead=territory, published=True, title="Ancienne")
    save_draft(practice, user=member, data={"title": "Nouvelle"})
    submit(practice, user=member)
    assert fresh(practice).title == "Ancienne"
    assert status_of(fresh(practice)).status == ReviewStatus.PUBLISHED_IN_REVIEW

    decide(practice, user=moderator, verdict=Verdict.APPROVED)

    assert fresh(practice).title == "Nouvelle"


def test_changes_keep_the_reason_and_let_the_town_send_again(practice, member, moderator):
    submit(practice, user=member)

    decide(practice, user=moderator, verdict=Verdict.CHANGES, reason=" Précisez le coût. ")

    standing = status_of(fresh(practice))
    assert (standing.status, standing.reason) == (ReviewStatus.CHANGES, "Précisez le coût.")

    save_draft(practice, user=member, data={"summary": "Un résumé plus précis."})
    submit(practice, user=member)

    assert status_of(fresh(practice)).status == ReviewStatus.IN_REVIEW
    assert WorkflowState.objects.count() == 1


def test_refuse_ends_the_review_and_lets_the_town_start_over(practice, member, moderator):
    submit(practice, user=member)

    decide(practice, user=moderator, verdict=Verdict.REFUSED, reason="C’est une publicité.")

    state = last_state(practice)
    assert status_of(fresh(practice)).status == ReviewStatus.REFUSED
    assert (state.status, state.comment) == (TaskState.STATUS_REJECTED, "C’est une publicité.")
    assert state.workflow_state.status == WorkflowState.STATUS_CANCELLED

    submit(practice, user=member)

    assert status_of(fresh(practice)).status == ReviewStatus.IN_REVIEW


@pytest.mark.parametrize("verdict", [Verdict.CHANGES, Verdict.REFUSED])
def test_decide_asks_for_a_reason(practice, member, moderator, verdict):
    submit(practice, user=member)

    with pytest.raises(ValidationError):
        decide(practice, user=moderator, verdict=verdict, reason="  ")

    assert status_of(fresh(practice)).status == ReviewStatus.IN_REVIEW


@pytest.mark.parametrize("verdict", ["", "retiree", "autre"])
def test_decide_refuses_what_is_no_decision(practice, member, moderator, verdict):
    submit(practice, user=member)

    with pytest.raises(ValidationError):
        decide(practice, user=moderator, verdict=verdict, reason="Non.")


def test_decide_is_refused_to_a_moderator_of_the_town(practice, member, moderator, territory):
    submit(practice, user=member)
    MembershipFactory(user=moderator, territory=territory, confirmed=True)

    with pytest.raises(PermissionDenied):
        decide(practice, user=moderator, verdict=Verdict.APPROVED)

    assert not fresh(practice).live


def test_decide_is_refused_on_another_version_than_the_one_read(practice, member, moderator):
    read = practice.latest_revision_id
    submit(practice, user=member)
    practice.title = "Un titre corrigé par une modératrice"
    practice.save_revision(user=ModeratorFactory())

    with pytest.raises(StaleVersion):
        decide(practice, user=moderator, verdict=Verdict.APPROVED, version=read)

    decide(practice, user=moderator, verdict=Verdict.APPROVED, version=practice.latest_revision_id)

    assert fresh(practice).title == "Un titre corrigé par une modératrice"
    assert last_state(practice).revision_id == practice.latest_revision_id


def test_decide_on_a_former_review_tells_it_is_over(practice, member, moderator):
    submit(practice, user=member)
    former = last_state(practice)
    withdraw(practice, user=member)
    submit(practice, user=member)

    with pytest.raises(DecisionConflict):
        decide(practice, user=moderator, verdict=Verdict.APPROVED, task_state=former)

    assert not fresh(practice).live


def test_nothing_is_half_done_when_publication_fails(practice, member, moderator, monkeypatch):
    submit(practice, user=member)
    monkeypatch.setattr("practices.mails.decided", lambda *args: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        decide(practice, user=moderator, verdict=Verdict.APPROVED)

    assert not fresh(practice).live
    assert status_of(fresh(practice)).status == ReviewStatus.IN_REVIEW


def test_unpublished_sheet_says_so_and_can_be_sent_again(practice, member, moderator):
    submit(practice, user=member)
    decide(practice, user=moderator, verdict=Verdict.APPROVED)
    fresh(practice).unpublish()

    assert status_of(fresh(practice)).status == ReviewStatus.UNPUBLISHED

    submit(fresh(practice), user=member)

    assert status_of(fresh(practice)).status == ReviewStatus.IN_REVIEW


def test_standings_take_one_query_whatever_the_number(territory, member, django_assert_num_queries):
    practices = [PracticeFactory(lead=territory) for _ in range(5)]
    for practice in practices[:4]:
        submit(practice, user=member)
    withdraw(practices[0], user=member)
    practices = list(PracticePage.objects.order_by("pk"))
    status_of(practices[0])

    with django_assert_num_queries(1):
        found = standings(practices)

    assert [found[practice.pk].status for practice in practices] == [
        ReviewStatus.WITHDRAWN,
        *[ReviewStatus.IN_REVIEW] * 3,
        ReviewStatus.DRAFT,
    ]


def at_once(*calls):
    """Run these calls in threads that start together; return what each gave or raised."""
    barrier = threading.Barrier(len(calls))

    def run(call):
        try:
            barrier.wait()
            return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def pairs():
    return (
        (Verdict.APPROVED, Verdict.REFUSED),
        (Verdict.CHANGES, Verdict.APPROVED),
        (Verdict.REFUSED, Verdict.CHANGES),
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round", range(4))
def test_two_moderators_at_once_make_one_decision(territory, member, pairs, round):
    first, second = ModeratorFactory(), ModeratorFactory()
    for verdicts in pairs:
        practice = PracticeFactory(lead=territory)
        submit(practice, user=member)

        one = partial(decide, practice, user=first, verdict=verdicts[0], reason="Non.")
        other = partial(decide, practice, user=second, verdict=verdicts[1], reason="Non.")
        results = at_once(one, other)

        state = last_state(practice)
        assert sorted(type(result).__name__ for result in results) == ["DecisionConflict", "ReviewTaskState"]
        conflict = next(result for result in results if isinstance(result, DecisionConflict))
        assert conflict.task_state.verdict == state.verdict
        assert fresh(practice).live == (state.verdict == Verdict.APPROVED)
        expected = {
            Verdict.APPROVED: (TaskState.STATUS_APPROVED, WorkflowState.STATUS_APPROVED),
            Verdict.CHANGES: (TaskState.STATUS_REJECTED, WorkflowState.STATUS_NEEDS_CHANGES),
            Verdict.REFUSED: (TaskState.STATUS_REJECTED, WorkflowState.STATUS_CANCELLED),
        }
        assert (state.status, state.workflow_state.status) == expected[state.verdict]
