import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from practices.models import PracticePage
from practices.quality.marking import give, take_back
from practices.quality.models import QualityCriterion, QualityMark
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(territory):
    return PracticeFactory(lead=territory, published=True)


@pytest.fixture
def criteria():
    return [QualityCriterion.objects.create(name=name) for name in ("Mesurée", "Honnête")]


def test_mark_is_given_once_shown_and_told(client, practice, member, moderator, criteria):
    first, second = (give(practice, user=moderator, criteria=criteria) for _ in range(2))

    assert (first, first.given_by) == (second, moderator)
    assert "Marque de qualité" in client.get(practice.url).content.decode()
    assert [sent.to for sent in mail.outbox] == [[member.email]]


def test_card_shows_the_mark_without_a_query(practice, moderator, criteria, django_assert_num_queries):
    give(practice, user=moderator, criteria=criteria)
    bare = PracticeFactory(published=True)
    cards = {card.pk: card for card in PracticePage.objects.with_card()}

    with django_assert_num_queries(0):
        assert cards[practice.pk].quality_mark.given_at
        assert not hasattr(cards[bare.pk], "quality_mark")


def test_mark_asks_for_all_criteria_and_a_published_sheet(practice, moderator, criteria):
    for sheet, met in ((practice, criteria[:1]), (PracticeFactory(), criteria)):
        with pytest.raises(ValidationError):
            give(sheet, user=moderator, criteria=met)
    assert not QualityMark.objects.exists()


def test_mark_is_refused_to_the_town_and_to_a_moderator_of_it(practice, territory, member, criteria):
    own = ModeratorFactory()
    MembershipFactory(user=own, territory=territory, confirmed=True)

    for user in (own, member):
        with pytest.raises(PermissionDenied):
            give(practice, user=user, criteria=criteria)
        with pytest.raises(PermissionDenied):
            take_back(practice, user=user, reason="Non.")


def test_page_gives_then_takes_back_with_a_reason(client, practice, moderator, criteria):
    client.force_login(moderator)
    address = reverse("practices_quality", args=[practice.pk])

    refused = client.post(address, {"criteria": [criteria[0].pk]})
    assert refused.status_code == 400
    assert "tous les critères" in refused.content.decode()
    client.post(address, {"criteria": [one.pk for one in criteria]})
    assert QualityMark.objects.get().practice == practice
    assert client.post(address, {"reason": " "}).status_code == 400
    client.post(address, {"reason": "La fiche a vieilli."})

    assert not QualityMark.objects.exists()
