"""The first answer counts; a stop shows at once and loses nothing of the version under way."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import Comment

from practices.choices import State
from practices.drafts import save_draft
from practices.models import PracticePage
from practices.models.review import Verdict
from practices.review import decide, submit
from practices.status import ReviewStatus, status_of
from practices.vitality.answering import NothingAsked, answer, answer_by_link, correct, correct_by_link
from practices.vitality.models import Answer, Question, Reading
from practices.vitality.recipients import Recipient
from search.models import IndexEntry
from tests.factories.territories import MembershipFactory
from tests.factories.vitality import QuestionFactory, old_sheet

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 6, 30)


@pytest.fixture
def practice(territory, place):
    return old_sheet(lead=territory, title="Partager un informaticien")


@pytest.fixture
def question(practice):
    return QuestionFactory(practice=practice, silent=True)


def stored(practice):
    return PracticePage.objects.get(pk=practice.pk)


def stop(question, **said):
    said = {"cause": "financement", "since": ON} | said
    return answer_by_link(question, recipient=Recipient("x@y.example"), verdict=Answer.STOPPED, **said)


def test_stop_taken_back_says_again_what_the_sheet_said(question, member):
    before = stored(question.practice)
    stop(question, why="Nous nous trompons.")
    IndexEntry.objects.all().delete()

    given = correct(question, user=member)

    after = stored(question.practice)
    assert (after.state, after.state_date) == (before.state, before.state_date)
    live = after.live_revision.as_object()
    assert (live.state, live.state_date) == (before.state, before.state_date)
    assert (after.has_unpublished_changes, after.last_published_at) == (False, before.last_published_at)
    assert (given.answer, given.cause, given.why, given.by) == (Answer.RUNNING, "", "", member)
    assert (after.vitality.stop, after.vitality.confirmed_on) == (None, datetime.date.today())
    assert {*IndexEntry.objects.values_list("key", flat=True)} == {after.pk}


def test_stop_taken_back_keeps_the_version_under_way(question, member):
    save_draft(question.practice, user=member, data={"title": "Nouveau titre"})
    stop(question)

    correct(question, user=member)

    under_way = stored(question.practice).get_latest_revision_as_object()
    assert (under_way.title, under_way.state) == ("Nouveau titre", State.RUNNING)
    assert stored(question.practice).title == "Partager un informaticien"


def test_state_written_since_the_stop_is_left(question, member):
    stop(question)
    save_draft(question.practice, user=member, data={"state": State.WIDE, "state_date": ON})

    correct(question, user=member)

    assert stored(question.practice).state == State.RUNNING
    assert stored(question.practice).get_latest_revision_as_object().state == State.WIDE


@pytest.mark.parametrize("case", ["running", "corrected", "published since"])
def test_nothing_is_taken_back_where_the_sheet_says_no_stop(case, question, member):
    if case == "running":
        answer(question, user=member, verdict=Answer.RUNNING)
    else:
        stop(question)
    if case == "corrected":
        correct(question, user=member)
    if case == "published since":
        question.practice.refresh_from_db()
        stored(question.practice).save_revision().publish()
    before = list(Question.objects.values())

    with pytest.raises(NothingAsked):
        correct_by_link(question, recipient=Recipient("x@y.example"))

    assert list(Question.objects.values()) == before


def test_stop_is_taken_back_by_its_town_alone(question, stranger):
    stop(question)

    with pytest.raises(PermissionDenied):
        correct(question, user=stranger)

    assert stored(question.practice).state == State.STOPPED


def test_running_is_a_confirmation_and_ends_the_silence(question, member):
    IndexEntry.objects.all().delete()

    given = answer(question, user=member, verdict=Answer.RUNNING, cause="usage")

    vitality = stored(question.practice).vitality
    assert (vitality.is_silent, vitality.confirmed_on) == (False, datetime.date.today())
    assert (given.by, given.cause) == (member, "")
    assert [*IndexEntry.objects.values_list("key", flat=True)] == [question.practice_id]


def test_changed_shows_until_a_version_is_published(question, member):
    answer(question, user=member, verdict=Answer.CHANGED)
    assert stored(question.practice).vitality.changed_on == datetime.date.today()

    question.practice.save_revision().publish()

    assert stored(question.practice).vitality.changed_on is None


def test_second_answer_changes_nothing(question, member):
    answer(question, user=member, verdict=Answer.RUNNING)

    with pytest.raises(NothingAsked) as refusal:
        stop(question)

    assert refusal.value.question.answer == Answer.RUNNING
    assert stored(question.practice).state == State.RUNNING


def test_answer_to_a_version_that_is_no_longer_the_last_changes_nothing(question, member):
    question.practice.save_revision().publish()

    with pytest.raises(NothingAsked):
        answer(question, user=member, verdict=Answer.RUNNING)

    assert Question.objects.get().answer == ""


def test_answer_of_a_person_of_another_town_is_refused(question):
    for user in (
        MembershipFactory(confirmed=True).user,
        MembershipFactory(territory=question.practice.lead).user,
    ):
        with pytest.raises(PermissionDenied):
            answer(question, user=user, verdict=Answer.RUNNING)


def test_answer_that_is_none_is_refused(question, member):
    with pytest.raises(ValidationError):
        answer(question, user=member, verdict="")


def test_older_version_published_does_not_bring_the_confirmation_back(practice, member):
    before = practice.latest_revision
    answer(QuestionFactory(practice=practice), user=member, verdict=Answer.RUNNING)
    newer = stored(practice)
    newer.save_revision().publish()

    before.publish()

    assert stored(practice).vitality.confirmed_on is None


def test_stop_shows_at_once_and_is_the_published_version(question):
    published = question.practice.last_published_at

    stop(question)

    practice = stored(question.practice)
    assert (practice.state, practice.state_date) == (State.STOPPED, ON)
    assert practice.vitality.stop.cause == "financement"
    assert practice.live_revision == practice.latest_revision
    assert practice.live_revision.as_object().state == State.STOPPED
    assert not practice.has_unpublished_changes
    assert practice.last_published_at == published  # old sheets do not become new ones
    assert status_of(practice).status == ReviewStatus.PUBLISHED


def test_stop_without_a_day_is_today(question):
    stop(question, since=None)

    assert stored(question.practice).state_date == datetime.date.today()


def test_stop_keeps_the_draft_under_way(question, member):
    save_draft(question.practice, user=member, data={"title": "Partager deux informaticiens"})

    stop(question)

    practice = stored(question.practice)
    draft = practice.get_latest_revision_as_object()
    assert (practice.title, practice.state) == ("Partager un informaticien", State.STOPPED)
    assert (draft.title, draft.state, draft.state_date) == ("Partager deux informaticiens", State.STOPPED, ON)
    assert practice.has_unpublished_changes
    assert practice.live_revision.as_object().title == "Partager un informaticien"
    assert practice.draft_title == "Partager deux informaticiens"


def test_stop_keeps_the_review_and_its_version_stops_too(question, member, moderator):
    save_draft(question.practice, user=member, data={"title": "Partager deux informaticiens"})
    submit(question.practice, user=member)

    stop(question)

    assert status_of(stored(question.practice)).status == ReviewStatus.PUBLISHED_IN_REVIEW
    decide(question.practice, user=moderator, verdict=Verdict.APPROVED)
    practice = stored(question.practice)
    assert (practice.title, practice.state) == ("Partager deux informaticiens", State.STOPPED)


def test_stop_keeps_the_changes_asked_and_every_remark(question, member, moderator):
    save_draft(question.practice, user=member, data={"title": "Partager deux informaticiens"})
    submit(question.practice, user=member)
    decide(question.practice, user=moderator, verdict=Verdict.CHANGES, reason="Le coût ?")
    for number in range(2):
        Comment.objects.create(page=question.practice, user=moderator, contentpath="need", text=f"{number}")
    Comment.objects.filter(text="0").update(resolved_at=question.asked_at)

    stop(question)

    assert status_of(stored(question.practice)).reason == "Le coût ?"
    assert Comment.objects.count() == 2


def test_later_version_that_runs_again_is_believed(question, member, moderator):
    stop(question)
    save_draft(question.practice, user=member, data={"state": State.RUNNING, "state_date": ON})
    submit(question.practice, user=member)
    decide(question.practice, user=moderator, verdict=Verdict.APPROVED)

    practice = stored(question.practice)
    assert (practice.state, practice.vitality.stop) == (State.RUNNING, None)


def test_words_show_once_moderators_chose_so(question):
    stop(question, why="Les crédits régionaux ont pris fin.")
    assert stored(question.practice).vitality.stop.public_words == ""
    assert [*Question.objects.to_read()] == [question]

    Question.objects.update(reading=Reading.SHOWN)

    assert stored(question.practice).vitality.stop.public_words == "Les crédits régionaux ont pris fin."
    assert [*Question.objects.to_read()] == []
