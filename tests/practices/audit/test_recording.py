"""Every act leaves one line, with its author and its version, and no word of what was typed."""

import uuid

import pytest
from django.db import transaction

from practices.answering.answering import answer
from practices.archiving.archiving import archive, open_again
from practices.assignments.taking import hand_over, release, take
from practices.audit.acts import Act, label_of
from practices.audit.models import SHEET, Entry
from practices.checklist.checking import check
from practices.conversations.models import Readers
from practices.conversations.writing import write
from practices.deletion import asking
from practices.interviews import writing as interviews
from practices.merging.merging import merge
from practices.models import Criterion, PracticePage
from practices.models.review import Verdict
from practices.mutualisation import writing as bearings
from practices.mutualisation.models import Answer, Bearing
from practices.opinions import asking as opinions
from practices.opinions.models import Advice
from practices.quality.marking import give, take_back
from practices.quality.models import QualityCriterion
from practices.reports.handling import handle
from practices.reports.models import Outcome
from practices.review import DecisionConflict, decide, submit, withdraw
from practices.territories import memberships
from practices.territories.models import Membership
from practices.themes import merging as themes
from practices.vitality.reading import read_answer
from tests.factories.accounts import UserFactory
from tests.factories.interviews import begin_interview, holder
from tests.factories.practices import ModeratorFactory, PracticeFactory, ThemeFactory, association
from tests.factories.reports import ReportFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory
from tests.factories.vitality import QuestionFactory

pytestmark = pytest.mark.django_db
SECRET = "Le maire ne veut plus"


@pytest.fixture
def draft(territory):
    return PracticeFactory(lead=territory)


@pytest.fixture
def sent(draft, member):
    submit(draft, user=member)
    return fresh(draft)


@pytest.fixture
def published(territory):
    return PracticeFactory(lead=territory, published=True)


@pytest.fixture
def pending(territory, stranger, member):
    return MembershipFactory(territory=territory, user=stranger)


@pytest.fixture
def bearing(published):
    return Bearing.objects.create(practice=published, territory=TerritoryFactory())


def fresh(practice):
    return PracticePage.objects.get(pk=practice.pk)


def told(act):
    """(who, sheet, version, about whom) of the one line of this act."""
    entry = Entry.objects.get(action=act)
    return entry.user_id, entry.practice_id, entry.revision_id, entry.person_id


def of_sheet(user, practice):
    return user.pk, practice.pk, fresh(practice).latest_revision_id, None


def test_submission(sent, member):
    assert told(Act.SUBMIT) == of_sheet(member, sent)


def test_submission_sent_twice_is_one(sent, member):
    submit(sent, user=member)

    assert Entry.objects.filter(action=Act.SUBMIT).count() == 1


def test_withdrawal(sent, member):
    withdraw(sent, user=member)

    assert told(Act.WITHDRAW) == of_sheet(member, sent)


@pytest.mark.parametrize("verdict", [Verdict.APPROVED, Verdict.CHANGES, Verdict.REFUSED])
def test_decision(sent, moderator, verdict):
    decide(sent, user=moderator, verdict=verdict, reason=SECRET)

    assert told(f"review.{verdict}") == of_sheet(moderator, sent)
    with pytest.raises(DecisionConflict):
        decide(sent, user=moderator, verdict=verdict, reason=SECRET)
    assert Entry.objects.filter(action__startswith="review.").count() == 2  # with the submission


def test_archiving(published, moderator):
    archive(published, user=moderator, reason=SECRET)
    open_again(published, user=moderator)

    assert told(Act.ARCHIVE) == told(Act.OPEN_AGAIN) == of_sheet(moderator, published)


def test_merging_stands_in_both_sheets(published, moderator):
    gone = PracticeFactory(published=True)

    merge(gone, into=published, user=moderator)

    assert told(Act.MERGE) == of_sheet(moderator, gone)
    entry = Entry.objects.get(action=Act.MERGE)
    assert (entry.model, entry.object_key) == (SHEET, str(published.pk))
    assert entry in Entry.objects.for_sheet(published.pk)
    assert entry in Entry.objects.for_sheet(gone.pk)


def test_mark_of_quality(published, moderator):
    give(published, user=moderator, criteria=QualityCriterion.objects.all())
    give(published, user=moderator, criteria=QualityCriterion.objects.all())
    take_back(published, user=moderator, reason=SECRET)
    take_back(published, user=moderator, reason=SECRET)

    assert told(Act.GIVE_MARK) == told(Act.TAKE_MARK_BACK) == of_sheet(moderator, published)


@pytest.mark.parametrize(("accepted", "act"), [(True, Act.ACCEPT_DELETION), (False, Act.DECLINE_DELETION)])
def test_deletion(published, member, moderator, accepted, act):
    asked = asking.ask(published, user=member, reason=SECRET)
    asking.answer(asked, user=moderator, accepted=accepted, word=SECRET)

    assert told(Act.ASK_DELETION) == of_sheet(member, published)
    assert told(act) == of_sheet(moderator, published)


def test_draft_deleted_leaves_its_line(draft, member):
    key = draft.pk

    asking.delete_draft(draft, user=member)

    assert told("wagtail.delete")[:2] == (member.pk, key)


def test_membership(territory, stranger, moderator):
    MembershipFactory(territory=territory, referent=True)
    memberships.ask(territory, user=stranger, function=SECRET)
    membership = Membership.objects.get(user=stranger)
    memberships.confirm(membership, by=moderator)
    memberships.name_referent(membership, by=moderator)
    memberships.end(membership, by=stranger)

    assert told(Act.ASK_MEMBERSHIP) == (stranger.pk, None, None, stranger.pk)
    assert told(Act.CONFIRM_MEMBERSHIP) == told(Act.NAME_REFERENT) == (moderator.pk, None, None, stranger.pk)
    assert told(Act.END_MEMBERSHIP) == (stranger.pk, None, None, stranger.pk)


def test_membership_refused(pending, moderator):
    memberships.refuse(pending, by=moderator)

    assert told(Act.REFUSE_MEMBERSHIP) == (moderator.pk, None, None, pending.user_id)


def test_who_submits(territory):
    referent = MembershipFactory(territory=territory, referent=True).user

    memberships.let_referents_submit(territory, only=True, by=referent)

    assert told(Act.CHOOSE_WHO_SUBMITS) == (referent.pk, None, None, None)


@pytest.mark.parametrize(
    ("answer", "act"), [(Answer.CONFIRMED, Act.CONFIRM_BEARING), (Answer.DECLINED, Act.DECLINE_BEARING)]
)
def test_bearing(bearing, answer, act):
    member = MembershipFactory(territory=bearing.territory, confirmed=True).user

    bearings.answer(bearing, user=member, verdict=answer, reason=SECRET)
    bearings.answer(bearing, user=member, verdict=answer, reason=SECRET)

    assert told(act) == of_sheet(member, bearing.practice)


def test_bearing_noted_and_taken_back(bearing, moderator):
    bearings.note(bearing, user=moderator, verdict=Answer.CONFIRMED)
    bearings.note(bearing, user=moderator, verdict=Answer.WAITING)

    assert told(Act.CONFIRM_BEARING) == told(Act.UNDO_BEARING) == of_sheet(moderator, bearing.practice)


def test_interview(territory, moderator):
    interview = begin_interview(territory, moderator=moderator)
    practice = interview.practice
    interview = interviews.send(interview, user=moderator)
    interviews.decline(practice, signatory=holder(interview), reason=SECRET)

    assert told(Act.START_INTERVIEW)[:2] == told(Act.SEND_INTERVIEW)[:2] == (moderator.pk, practice.pk)
    assert told("interviews.decline")[:2] == (None, practice.pk)


def test_assignment(sent, moderator):
    other = ModeratorFactory(association="Villes Internet")
    take(sent, user=moderator)
    hand_over(sent, user=moderator, to=other, seen=moderator.pk)
    release(sent, user=other)

    for act, user in (("take", moderator), ("hand_over", moderator), ("release", other)):
        assert told(f"assignments.{act}")[:2] == (user.pk, sent.pk)
    assert told("assignments.hand_over")[3] == other.pk
    assert "assignments.hand_over" in Entry.objects.for_person(other.pk).values_list("action", flat=True)


def test_second_opinion_names_the_association_that_was_asked(sent, moderator):
    other = ModeratorFactory(association="Villes Internet")
    asked = association("Villes Internet")
    opinions.ask(sent, user=moderator, association=asked, advice=Advice.PUBLISH, text=SECRET)
    opinions.give(sent, user=other, advice=Advice.CHANGES, text=SECRET)

    assert told("opinions.ask")[:2] == (moderator.pk, sent.pk)
    assert told("opinions.give")[:2] == (other.pk, sent.pk)
    entry = Entry.objects.get(action="opinions.ask")
    assert (entry.model, entry.object_key) == ("assignments.association", str(asked.pk))


@pytest.mark.parametrize(("outcome", "act"), [(Outcome.DONE, "done"), (Outcome.ASIDE, "aside")])
def test_report(published, moderator, outcome, act):
    report = ReportFactory(practice=published, text=SECRET)

    for _ in range(2):
        handle(report, user=moderator, outcome=outcome, note=SECRET)

    assert told(f"reports.handle_{act}")[:2] == (moderator.pk, published.pk)
    assert label_of(f"reports.handle_{act}") == f"Traiter un signalement\u00a0: {outcome.label.lower()}"


@pytest.mark.parametrize(
    ("shown", "act"), [(True, Act.SHOW_ANSWER), (False, Act.KEEP_ANSWER_ASIDE)], ids=["shown", "aside"]
)
def test_answer_of_a_town_read(moderator, shown, act):
    question = QuestionFactory(answered=True, why=SECRET)

    read_answer(question, user=moderator, shown=shown)

    assert told(act) == of_sheet(moderator, question.practice)


def test_criteria_ticked_then_unticked(sent, moderator):
    key, review = Criterion.objects.create(name=SECRET).pk, sent.current_workflow_task_state.pk

    for met, shown in (([key], []), ([key], [key]), ([], [key])):
        check(sent, user=moderator, review=review, met=met, shown=shown)

    lines = Entry.objects.filter(action=Act.TICK_CRITERIA)
    assert [(line.user_id, line.practice_id) for line in lines] == [(moderator.pk, sent.pk)] * 2


def test_message_and_note_are_told_without_their_words(sent, member, moderator):
    key = uuid.uuid4()
    for _ in range(2):
        write(sent, user=member, text=SECRET, key=key)
    write(sent, user=moderator, text=SECRET, key=uuid.uuid4(), readers=Readers.MODERATORS)

    assert told(Act.WRITE_MESSAGE) == of_sheet(member, sent)
    assert told(Act.WRITE_NOTE) == of_sheet(moderator, sent)
    assert SECRET not in " ".join(str(line) for line in Entry.objects.values_list())


def test_remarks_are_a_line_each(sent, moderator):
    answer(sent, user=moderator, verdict=Verdict.CHANGES, remarks=[("need", SECRET), ("actions", SECRET)])

    lines = Entry.objects.filter(action=Act.REMARK)
    assert [(line.user_id, line.practice_id) for line in lines] == [(moderator.pk, sent.pk)] * 2
    assert {line.object_key for line in lines} == {
        str(comment.pk) for comment in sent.wagtail_admin_comments.all()
    }
    assert SECRET not in " ".join(str(line) for line in Entry.objects.values_list())


def test_merged_themes_are_both_named(moderator, place):
    gone, kept = ThemeFactory(), ThemeFactory()
    key = gone.pk

    themes.merge(gone, into=kept, user=moderator)

    lines = Entry.objects.filter(action__in=[Act.MERGE_THEME, Act.KEEP_THEME], user=moderator)
    assert {line.action: line.object_key for line in lines} == {
        Act.MERGE_THEME: str(key),
        Act.KEEP_THEME: str(kept.pk),
    }


def test_act_undone_leaves_no_line(sent, moderator):
    before = Entry.objects.count()

    with pytest.raises(RuntimeError), transaction.atomic():
        decide(sent, user=moderator, verdict=Verdict.REFUSED, reason=SECRET)
        raise RuntimeError

    assert Entry.objects.count() == before


def test_no_line_holds_what_was_typed(published, member, moderator):
    asked = asking.ask(published, user=member, reason=SECRET)
    asking.answer(asked, user=moderator, accepted=False, word=SECRET)
    archive(published, user=moderator, reason=SECRET)

    lines = " ".join(str(line) for line in Entry.objects.values_list())

    assert SECRET not in lines
    assert published.title not in lines
    assert member.email not in lines


def test_lines_stay_when_the_person_and_the_sheet_are_gone(draft, member):
    key, person = draft.pk, member.pk
    asking.delete_draft(draft, user=member)

    UserFactory._meta.model.objects.get(pk=person).delete()

    assert told("wagtail.delete")[:2] == (person, key)


def test_columns_hold_no_text():
    """Every column is a key, a moment, or the name of an act."""
    columns = {field.name for field in Entry._meta.fields}

    assert columns == {
        "id",
        "at",
        "action",
        "user",
        "person",
        "practice",
        "revision",
        "model",
        "object_key",
    }
