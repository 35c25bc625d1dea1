"""Only what a collectivity confirmed is shown, searched, and gives it the right to read a draft."""

import importlib

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail.models import Page

from practices import rules
from practices.models import PracticePage
from practices.mutualisation.models import Answer, Bearing
from practices.mutualisation.writing import answer_by_link, vouch
from search.documents import PracticeDocument
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def towns():
    """A collectivity that confirmed, one that did not answer, one that declined."""
    return [TerritoryFactory(name=name) for name in ("Confirmée", "Muette", "Déclinante")]


@pytest.fixture
def make(towns):
    def make(**kwargs):
        confirmed, silent, declined = towns
        practice = PracticeFactory(confirmed_bearers=[confirmed], co_bearers=[silent, declined], **kwargs)
        practice.bearings.for_territories([declined]).update(answer=Answer.DECLINED)
        return practice

    return make


def answers(practice):
    return dict(practice.bearings.values_list("territory__name", "answer"))


def test_public_sheet_names_the_confirmed_only(make, client):
    practice = make(published=True)

    page = client.get(practice.url).content.decode()

    assert [name for name in ("Confirmée", "Muette", "Déclinante") if name in page] == ["Confirmée"]


def test_document_names_the_confirmed_only(make, towns):
    practice = make(published=True)

    document = PracticeDocument.from_page(PracticePage.objects.with_document().get(pk=practice.pk))

    assert document.territory == (practice.lead.code, towns[0].code)
    assert [name for name in ("Confirmée", "Muette", "Déclinante") if name in document.who] == ["Confirmée"]


def test_for_territories_finds_by_the_confirmed_only(make, towns):
    practice = make(published=True)

    found = [[*PracticePage.objects.for_territories([town])] for town in (practice.lead, *towns)]

    assert found == [[practice], [practice], [], []]


def test_draft_is_read_by_members_of_the_confirmed_only(make, towns):
    practice = make()
    people = [MembershipFactory(territory=town, confirmed=True).user for town in (practice.lead, *towns)]

    listed = [PracticePage.objects.visible_to(user).filter(pk=practice.pk).exists() for user in people]

    assert listed == [True, True, False, False]
    assert [rules.can_view_draft(user, practice) for user in people] == listed
    assert [rules.has_stake(user, practice) for user in people] == [True] * 4


def test_removed_bearer_is_no_longer_one_and_finds_its_answer_again(make, towns):
    practice = make()
    user = MembershipFactory(territory=towns[0], confirmed=True).user

    for named, reads in (([], False), ([towns[0]], True)):
        practice.co_bearers = named
        practice.save()
        practice.save_revision(clean=False)
        practice = PracticePage.objects.get(pk=practice.pk)
        assert PracticePage.objects.visible_to(user).filter(pk=practice.pk).exists() == reads
        assert (rules.can_view_draft(user, practice), practice.confirmed_bearers) == (reads, named)


def test_answer_for_a_collectivity_no_longer_named_is_refused(make, towns):
    practice = make(published=True)
    practice.bearings.for_territories([towns[1]]).update(email="mairie@muette.example")
    practice.co_bearers = [towns[0]]
    practice.save_revision(clean=False)
    bearing = practice.bearings.get(territory=towns[1])

    with pytest.raises(ValidationError):
        answer_by_link(bearing, verdict=Answer.CONFIRMED)

    assert answers(practice)["Muette"] == Answer.WAITING


def test_version_asks_those_it_names_and_never_the_lead(towns):
    lead = TerritoryFactory()

    practice = PracticeFactory(lead=lead, co_bearers=[lead, towns[0]])

    assert answers(practice) == {"Confirmée": Answer.WAITING}


def test_vouch_confirms_what_waits_and_leaves_what_was_declined(make):
    practice = make()

    vouch([practice])

    assert answers(practice) == {
        "Confirmée": Answer.CONFIRMED, "Muette": Answer.CONFIRMED, "Déclinante": Answer.DECLINED,
    }  # fmt: skip


def test_migration_confirms_for_published_sheets_and_asks_for_drafts(towns):
    shown, draft = PracticeFactory(published=True, co_bearers=towns), PracticeFactory(co_bearers=towns[:1])
    Bearing.objects.all().delete()
    migration = importlib.import_module("practices.mutualisation.migrations.0002_published_bearers_confirmed")

    migration.keep_what_is_shown(apps, None)

    assert answers(shown) == dict.fromkeys(("Confirmée", "Muette", "Déclinante"), Answer.CONFIRMED)
    assert answers(draft) == {"Confirmée": Answer.WAITING}
    assert Page.objects.get(pk=shown.pk).specific.confirmed_bearers == [*shown.co_bearers.all()]


def test_migration_waits_for_those_that_the_last_version_names_only(towns):
    practice = PracticeFactory(co_bearers=towns)
    practice.co_bearers = towns[:1]
    practice.save_revision(clean=False)
    Bearing.objects.update(is_proposed=True)
    migration = importlib.import_module("practices.mutualisation.migrations.0004_unnamed_not_proposed")

    migration.mark_those_no_longer_named(apps, None)

    assert [bearing.territory for bearing in Bearing.objects.proposed()] == towns[:1]
