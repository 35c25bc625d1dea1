"""What the demonstration leaves for moderators: there on the first visit, once, gone with the examples."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from portal.accounts.models import User
from portal.pages import starter_site
from practices.assignments.models import Assignment, Association
from practices.importing.desk_examples import read_desk
from practices.importing.examples import LOADED, _log, load_desk_examples, read_examples
from practices.models import PracticePage
from practices.models.review import Verdict
from practices.remarks import remarks_of
from practices.reports.models import Report
from practices.review import decide
from practices.status import overdue_before
from practices.territories.models import Membership
from search.duplicates.comparing import Comparable, compare
from tests.factories.accounts import UserFactory
from tests.factories.practices import PracticeFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db
DESK = read_desk()
PUBLISHED = {sheet["territory"] for sheet in read_examples()}
SHEETS = [line["sheet"] for line in DESK["sheets"]]


@pytest.fixture
def site():
    """The starter site with its moderators, the collectivities, and the sheet that a reader reports."""
    starter_site.build()
    for association in Association.objects.all():
        UserFactory().groups.add(association.group)
    for code in {sheet["territory"] for sheet in SHEETS} | {DESK["request"]["territory"]}:
        territory = TerritoryFactory(code=code)
        if code in PUBLISHED:
            PracticeFactory(example=True, lead=territory)
    PracticeFactory(example=True, external_id=DESK["report"]["practice"])
    _log(LOADED, {})


def test_desk_is_not_empty_on_the_first_visit(site):
    sent = load_desk_examples()

    waiting = Assignment.objects.in_review()
    late = waiting.filter(review__started_at__lt=overdue_before(timezone.localdate()))
    assert [len(sent), waiting.count(), late.count()] == [7, 6, 2]
    assert waiting.exclude(taken_by=None).count() == 1
    first = waiting.with_past().filter(is_first=True).values_list("practice__lead__code", flat=True)
    assert set(first) == {"58149", "26113"}
    [asked] = Assignment.objects.at_the_town().select_related("practice")
    assert len(remarks_of(asked.practice).all) == 1
    assert Report.objects.waiting().count() == 1
    assert Membership.objects.pending().count() == 1
    assert all(practice.is_complete for practice in sent)
    assert mail.outbox == []


def test_second_load_changes_nothing_and_leaves_what_moderators_did(site):
    load_desk_examples()
    first = PracticePage.objects.get(external_id="exemple-bureau-1")
    decide(first, user=Association.objects.first().group.user_set.first(), verdict=Verdict.APPROVED)
    before = PracticePage.objects.count()

    assert load_desk_examples() == []
    _log(LOADED, {})
    assert load_desk_examples() == []

    assert PracticePage.objects.count() == before
    assert (Report.objects.count(), Membership.objects.pending().count()) == (1, 1)
    assert mail.outbox == []


def test_removing_the_examples_takes_everything(site):
    people = set(User.objects.values_list("pk", flat=True))
    load_desk_examples()

    call_command("remove_examples")

    assert not PracticePage.objects.exists()
    assert not (Assignment.objects.exists() or Report.objects.exists() or Membership.objects.exists())
    assert set(User.objects.values_list("pk", flat=True)) == people
    assert load_desk_examples() == []


def test_without_examples_nothing_is_left(db):
    starter_site.build()

    assert load_desk_examples() == []
    assert not PracticePage.objects.exists()


def test_one_looks_like_an_example_that_is_published():
    ours, theirs = SHEETS[1], next(one for one in read_examples() if one["external_id"] == "exemple-010")

    likeliness = compare(*(Comparable.of(one["title"], one["summary"], None, None) for one in (ours, theirs)))

    assert likeliness.is_likely
