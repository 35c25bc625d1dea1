"""The lists of the desk share out all that is in review."""

import datetime

import pytest
from django.utils import timezone

from portal.desk.queues import BY_NAME, Moderator, count
from practices.assignments.models import Assignment
from practices.assignments.taking import take
from practices.models import ReviewTaskState
from practices.models.review import Verdict
from practices.opinions.asking import ask
from practices.opinions.models import Advice
from practices.review import decide
from practices.status import due_on, overdue_before
from tests.factories.practices import association

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheets(send, moderator, other_side):
    """One sheet for each place on the desk, by name."""
    names = "free sent_to_us sent_to_them mine theirs late returned refused".split()
    sheets = {name: send(title=name) for name in names}
    for name, whose in (("sent_to_us", "Villes de France"), ("sent_to_them", "Villes Internet")):
        Assignment.objects.filter(practice=sheets[name]).update(association=association(whose))
    take(sheets["mine"], user=moderator)
    take(sheets["theirs"], user=other_side)
    long_ago = timezone.now() - datetime.timedelta(days=40)
    late = ReviewTaskState.objects.filter(assignment__practice=sheets["late"])
    late.update(started_at=long_ago)
    opinion = {"association": association("Villes de France"), "advice": Advice.PUBLISH, "text": "Claire."}
    ask(sheets["theirs"], user=other_side, **opinion)
    decide(sheets["returned"], user=moderator, verdict=Verdict.CHANGES, reason="Précisez.")
    decide(sheets["refused"], user=moderator, verdict=Verdict.REFUSED, reason="Non.")
    return sheets


@pytest.mark.parametrize(
    ("queue", "expected"),
    [
        ("toutes", ["free", "sent_to_us", "sent_to_them", "mine", "theirs", "late"]),
        ("a-moi", ["mine"]),
        ("a-mon-association", ["sent_to_us"]),
        ("a-personne", ["free", "late"]),
        ("aux-autres", ["sent_to_them", "theirs"]),
        ("en-retard", ["late"]),
        ("avis-demandes", ["theirs"]),
        ("chez-les-collectivites", ["returned"]),
    ],
)
def test_queue_holds(sheets, moderator, queue, expected):
    places = Assignment.objects.filter(BY_NAME[queue].where(Moderator.of(moderator)))

    assert [place.practice.title for place in places.order_by("pk")] == expected


def test_queues_of_a_moderator_share_out_what_is_in_review(sheets, moderator, other_side):
    for user in (moderator, other_side):
        counts = count(Assignment.objects.all(), Moderator.of(user))

        shared_out = ("a-moi", "a-mon-association", "a-personne", "aux-autres")
        assert sum(counts[name] for name in shared_out) == counts["toutes"] == 6


def test_counts_take_one_query(sheets, moderator, django_assert_num_queries):
    who = Moderator.of(moderator)

    with django_assert_num_queries(1):
        count(Assignment.objects.all(), who)


@pytest.mark.parametrize("offset", range(14))
def test_overdue_is_what_had_to_be_answered_before_today(offset):
    today = datetime.date(2026, 11, 16) + datetime.timedelta(days=offset)
    limit = overdue_before(today)
    just_before, at_the_limit = limit - datetime.timedelta(minutes=1), limit

    assert due_on(just_before) < today <= due_on(at_the_limit)
