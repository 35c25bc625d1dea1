import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from practices.merging.merging import merge
from practices.merging.models import Merge
from practices.models import PracticePage
from practices.mutualisation.models import Answer
from practices.reuse.models import Reuse
from practices.review import submit
from practices.rules import has_stake
from search.alerts.models import AlertedSheet, Frequency, SavedSearch
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def neighbour():
    return TerritoryFactory(name="Autun")


@pytest.fixture
def kept(territory):
    return PracticeFactory(lead=territory, published=True, title="Partager un informaticien")


@pytest.fixture
def gone(neighbour):
    return PracticeFactory(lead=neighbour, published=True, title="Un informaticien à plusieurs")


def fresh(practice):
    return PracticePage.objects.get(pk=practice.pk)


def test_address_of_the_sheet_that_goes_leads_to_the_other(client, kept, gone, moderator):
    old = gone.url

    merge(gone, into=kept, user=moderator)

    assert client.get(old, follow=True).redirect_chain == [(kept.url, 301)]
    assert (fresh(gone).live, fresh(gone).is_archived) == (False, True)
    assert Merge.objects.get().by == moderator


def test_sheets_merged_before_lead_to_the_last_one(client, kept, gone, moderator):
    first = PracticeFactory(published=True)
    old = first.url
    merge(first, into=gone, user=moderator)

    merge(fresh(gone), into=kept, user=moderator)

    assert client.get(old, follow=True).redirect_chain == [(kept.url, 301)]
    assert set(Merge.objects.values_list("gone", "kept")) == {(first.pk, kept.pk), (gone.pk, kept.pk)}


@pytest.mark.parametrize("drafting", [False, True])
def test_collectivities_of_both_bear_the_sheet_that_stays(kept, gone, neighbour, moderator, drafting):
    partner = TerritoryFactory()
    gone.co_bearers.add(partner)
    gone.save_revision().publish(skip_permission_checks=True)
    gone.bearings.update(answer=Answer.CONFIRMED)
    if drafting:
        draft = kept.get_latest_revision_as_object()
        draft.summary = "Un brouillon."
        draft.save_revision()

    merge(gone, into=kept, user=moderator)

    stored = fresh(kept)
    draft = stored.get_latest_revision_as_object()
    assert {one.pk for one in stored.confirmed_bearers} == {neighbour.pk, partner.pk}
    assert {one.pk for one in draft.co_bearers.all()} == {neighbour.pk, partner.pk}
    assert stored.has_unpublished_changes == drafting
    assert draft.summary == ("Un brouillon." if drafting else stored.summary)
    assert not has_stake(moderator, stored)


def test_reuses_and_alerts_follow(kept, gone, neighbour, territory, moderator):
    both, other, own = TerritoryFactory(), TerritoryFactory(), territory
    for taker, practice in ((both, kept), (both, gone), (other, gone), (own, gone), (neighbour, kept)):
        Reuse.objects.create(practice=practice, territory=taker)
    source = PracticeFactory(published=True)
    Reuse.objects.create(practice=source, territory=neighbour, result=gone)
    alert = SavedSearch.objects.create(
        query="q", label="q", email="a@b.example", frequency=Frequency.DAILY, next_due="2030-01-01T00:00Z"
    )
    AlertedSheet.objects.create(saved_search=alert, sheet=gone)

    merge(gone, into=kept, user=moderator)

    assert set(kept.reuses.values_list("territory", flat=True)) == {both.pk, other.pk}
    assert not gone.reuses.exists()
    assert source.reuses.get().result_id == kept.pk
    assert set(alert.alerted.values_list("sheet", flat=True)) == {gone.pk, kept.pk}


def test_both_towns_are_told_once(kept, gone, territory, neighbour, member, moderator):
    other = MembershipFactory(territory=neighbour, confirmed=True).user

    merge(gone, into=kept, user=moderator)

    assert sorted(sent.to[0] for sent in mail.outbox) == sorted([member.email, other.email])
    assert all("elles sont réunies" in sent.body for sent in mail.outbox)


def test_merge_is_refused_to_who_has_a_stake_in_one_and_to_towns(kept, gone, neighbour, member):
    own = ModeratorFactory()
    MembershipFactory(user=own, territory=neighbour, confirmed=True)

    for user in (own, member):
        with pytest.raises(PermissionDenied):
            merge(gone, into=kept, user=user)
    assert fresh(gone).live


def test_what_is_the_same_gone_or_in_review_is_not_merged(kept, gone, member, moderator):
    gone.save_revision(changed=True)
    kept.save_revision(changed=True)
    submit(fresh(kept), user=member)
    draft = PracticeFactory()

    for one, other in ((gone, gone), (draft, gone), (gone, draft), (kept, gone), (gone, kept)):
        with pytest.raises(ValidationError):
            merge(one, into=other, user=moderator)
    assert fresh(gone).live


def test_page_shows_both_then_merges(client, kept, gone, moderator):
    client.force_login(moderator)
    address = reverse("practices_merge", args=[gone.pk])

    assert client.get(address).status_code == 200
    assert client.get(address, {"other": "https://ailleurs.example/rien/"}).status_code == 400
    asked = f"{address}?other={kept.full_url}"
    assert "Un informaticien à plusieurs" in client.get(asked).content.decode()
    assert client.post(asked, {}).status_code == 400
    response = client.post(asked, {"kept": kept.pk})

    assert response.url == reverse("wagtailadmin_pages:edit", args=[kept.pk])
    assert not fresh(gone).live
