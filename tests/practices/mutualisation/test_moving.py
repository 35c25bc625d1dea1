"""What becomes of co-bearers when collectivities merge."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from practices import rules
from practices.models import PracticePage
from practices.mutualisation.models import Answer, Bearing
from practices.territories.directory.merging import merge
from search.models import IndexEntry
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def old():
    return TerritoryFactory(name="Ancienne")


@pytest.fixture
def new():
    return TerritoryFactory(name="Nouvelle")


def named(practice):
    """The keys named by the row, and by the last version; the answers."""
    practice = PracticePage.objects.get(pk=practice.pk)
    stored = [territory.pk for territory in practice.co_bearers.all()]
    draft = practice.get_latest_revision_as_object()
    proposed = [territory.pk for territory in draft.co_bearers.all()]
    return stored, proposed, [*practice.bearings.values_list("territory", "answer")]


def test_confirmed_co_bearer_follows_in_the_row_and_in_the_versions(old, new):
    practice = PracticeFactory(published=True, confirmed_bearers=[old])
    user = MembershipFactory(territory=old, confirmed=True).user
    IndexEntry.objects.all().delete()

    merge(old, into=new)

    assert named(practice) == ([new.pk], [new.pk], [(new.pk, Answer.CONFIRMED)])
    assert rules.can_view_draft(user, practice)
    assert practice.pk in IndexEntry.objects.values_list("key", flat=True)
    PracticePage.objects.get(pk=practice.pk).latest_revision.publish()
    assert named(practice) == ([new.pk], [new.pk], [(new.pk, Answer.CONFIRMED)])
    assert mail.outbox == []


def test_two_that_merge_bear_once_with_the_last_answer(old, new):
    practice = PracticeFactory(co_bearers=[old, new])
    now = timezone.now()
    before = now - datetime.timedelta(days=3)
    Bearing.objects.filter(territory=new).update(answer=Answer.DECLINED, answered_at=before)
    Bearing.objects.filter(territory=old).update(answer=Answer.CONFIRMED, answered_at=now)

    merge(old, into=new)

    assert named(practice) == ([new.pk], [new.pk], [(new.pk, Answer.CONFIRMED)])


def test_answer_outweighs_silence(old, new):
    practice = PracticeFactory(confirmed_bearers=[new], co_bearers=[old])

    merge(old, into=new)

    assert named(practice) == ([new.pk], [new.pk], [(new.pk, Answer.CONFIRMED)])


@pytest.mark.parametrize("led", ["old", "new"])
def test_lead_does_not_bear_its_own_sheet(old, new, led):
    lead, other = (old, new) if led == "old" else (new, old)
    practice = PracticeFactory(lead=lead, confirmed_bearers=[other])

    merge(old, into=new)

    assert named(practice) == ([], [], [])
    practice = PracticePage.objects.get(pk=practice.pk)
    assert (practice.lead, practice.get_latest_revision_as_object().lead) == (new, new)


def test_people_keep_the_sheets_that_their_collectivity_led(old, new):
    practice = PracticeFactory(lead=old)
    user = MembershipFactory(territory=old, confirmed=True).user

    merge(old, into=new)

    assert [*PracticePage.objects.led_by_member(user)] == [practice]
    assert rules.can_edit(user, PracticePage.objects.get(pk=practice.pk))


def test_version_not_published_follows_too(old, new):
    practice = PracticeFactory(published=True)
    practice.co_bearers = [old]
    practice.save_revision(clean=False)
    other = PracticeFactory(co_bearers=[TerritoryFactory()])
    before = named(other)

    merge(old, into=new)

    assert named(practice) == ([], [new.pk], [(new.pk, Answer.WAITING)])
    assert named(other) == before
