"""What a review took: to the first answer, to the decision, in working days."""

import datetime

import pytest

from portal.desk.figures.associations import OTHERS, speakers
from portal.desk.figures.reviews import Step, all_reviews
from practices.models.review import Verdict
from practices.review import withdraw
from tests.factories.accounts import UserFactory
from tests.factories.practices import ASSOCIATION

pytestmark = pytest.mark.django_db


def step(day, days, by=ASSOCIATION):
    return Step(datetime.date.fromisoformat(day), days, by)


def the_review():
    (review,) = all_reviews(speakers())
    return review


def test_approved_at_once_is_answered_and_decided_that_day(reviewed):
    reviewed("2026-11-02", ("2026-11-05", Verdict.APPROVED))

    review = the_review()

    assert (review.answer, review.decision) == (step("2026-11-05", 3), step("2026-11-05", 3))
    assert not review.is_waiting


def test_decision_counts_from_the_first_sending(reviewed):
    reviewed("2026-11-02", ("2026-11-04", Verdict.CHANGES), ("2026-11-17", Verdict.APPROVED))

    review = the_review()

    assert (review.answer, review.decision) == (step("2026-11-04", 2), step("2026-11-17", 11))
    assert [verdict for verdict, _ in review.verdicts] == [Verdict.CHANGES, Verdict.APPROVED]


def test_changes_asked_are_an_answer_and_no_decision(reviewed):
    reviewed("2026-11-06", ("2026-11-09", Verdict.CHANGES))

    review = the_review()

    assert (review.answer, review.decision) == (step("2026-11-09", 1), None)


def test_refusal_is_a_decision(reviewed):
    reviewed("2026-11-02", ("2026-11-03", Verdict.REFUSED))

    assert the_review().decision == step("2026-11-03", 1)


def test_message_to_the_town_is_the_first_answer(reviewed, written):
    practice = reviewed("2026-11-02", ("2026-11-12", Verdict.APPROVED))
    written(practice, "2026-10-30")  # before the sending
    written(practice, "2026-11-04")

    review = the_review()

    assert (review.answer, review.decision) == (step("2026-11-04", 2), step("2026-11-12", 8))


def test_waiting_sheet_has_neither(reviewed, written):
    reviewed("2026-11-02")

    review = the_review()

    assert (review.answer, review.decision, review.is_waiting) == (None, None, True)


def test_taken_back_is_neither_answered_nor_decided(reviewed, member, written):
    practice = reviewed("2026-11-02")
    withdraw(practice, user=member)

    review = the_review()

    assert (review.answer, review.decision, review.is_waiting) == (None, None, False)
    assert [verdict for verdict, _ in review.verdicts] == [Verdict.WITHDRAWN]


def test_administrator_speaks_for_no_association(reviewed):
    reviewed("2026-11-02", ("2026-11-03", Verdict.APPROVED), by=UserFactory(superuser=True))

    assert the_review().decision == step("2026-11-03", 1, OTHERS)
