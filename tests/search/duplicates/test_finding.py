"""The doubles of sheets in review, found by the worker with the engine of the search."""

import pytest

from practices.models.review import Verdict
from practices.review import decide, submit
from search.duplicates.finding import KEPT, find, look_at, look_at_waiting
from search.duplicates.models import Likeness, Look
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
TITLE = "Partager un informaticien entre communes"


@pytest.fixture
def lead(db):
    return TerritoryFactory()


@pytest.fixture
def member(lead):
    return MembershipFactory(territory=lead, confirmed=True).user


@pytest.fixture
def sent(lead, member):
    practice = PracticeFactory(lead=lead, title=TITLE)
    submit(practice, user=member)
    return practice


def test_published_double_is_found_on_each_engine(each_index, sent):
    double = PracticeFactory(published=True, title=TITLE.upper())
    PracticeFactory(published=True, title="Ouvrir un guichet", summary="Une salle où l’on est aidé.")
    each_index()

    assert [(other, reason) for other, _, reason in find(sent)] == [(double, "Même titre")]


def test_double_in_review_is_found(index, sent, lead, member):
    double = PracticeFactory(lead=lead, title=TITLE)
    submit(double, user=member)
    PracticeFactory(lead=lead, title=TITLE)  # a draft that nobody has sent
    index()

    assert [(other, reason) for other, _, reason in find(sent)] == [(double, "Même titre, même collectivité")]


def test_archived_sheet_is_no_double(index, sent):
    PracticeFactory(archived=True, title=TITLE)
    index()

    assert find(sent) == []


def test_signs_of_a_title_are_no_query(index, lead, member):
    practice = PracticeFactory(lead=lead, title='"Partager" -un informaticien « entre communes')
    double = PracticeFactory(published=True, title=TITLE)
    index()

    assert [other for other, _, _ in find(practice)] == [double]


def test_only_the_likeliest_are_kept(index, sent):
    for _ in range(KEPT + 2):
        PracticeFactory(published=True, title=TITLE)
    index()

    assert look_at(sent).likenesses.count() == KEPT


def test_each_version_is_looked_at_once(index, sent, lead, member):
    double = PracticeFactory(published=True, title=TITLE)
    index()

    assert (look_at_waiting(), look_at_waiting()) == (1, 0)
    assert [row.other for row in Likeness.objects.all()] == [double]

    decide(sent, user=ModeratorFactory(), verdict=Verdict.CHANGES, reason="Précisez.")
    sent.title = "Ouvrir un guichet"
    sent.summary = "Une salle où l’on est aidé."
    sent.save_revision(user=member)
    submit(sent, user=member)

    assert look_at_waiting() == 1
    assert not Likeness.objects.exists()
    assert Look.objects.get().version == sent.latest_revision_id


def test_likenesses_are_read_in_one_query(index, sent, django_assert_num_queries):
    double = PracticeFactory(published=True, title=TITLE)
    index()
    look_at(sent)

    with django_assert_num_queries(1):
        found = [(row.other.draft_title, row.other.lead.name) for row in Likeness.objects.with_other()]
    assert found == [(TITLE, double.lead.name)]
