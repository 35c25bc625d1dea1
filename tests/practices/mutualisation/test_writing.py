import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from practices.mutualisation import links
from practices.mutualisation.models import Answer, Bearing
from practices.mutualisation.writing import answer, answer_by_link, ask
from search.models import IndexEntry
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bearing():
    neighbour = TerritoryFactory(name="Voisine")
    practice = PracticeFactory(published=True, co_bearers=[neighbour])
    return ask(practice, territory=neighbour, email="mairie@voisine.example")


def member_of(territory):
    return MembershipFactory(territory=territory, confirmed=True).user


def test_ask_twice_keeps_one_row_and_its_answer(bearing):
    answer_by_link(bearing, verdict=Answer.CONFIRMED)

    again = ask(bearing.practice, territory=bearing.territory)

    rows = Bearing.objects.values_list("pk", "answer", "email")
    assert [*rows] == [(again.pk, Answer.CONFIRMED, "mairie@voisine.example")]


def test_ask_the_lead_is_refused():
    practice = PracticeFactory()

    with pytest.raises(ValidationError):
        ask(practice, territory=practice.lead)


def test_answer_of_a_member_changed_by_a_second_one(bearing):
    user = member_of(bearing.territory)

    answer(bearing, user=user, verdict=Answer.CONFIRMED)
    answer(bearing, user=user, verdict=Answer.DECLINED, reason="Arrêté en 2024.")

    bearing.refresh_from_db()
    assert (bearing.answer, bearing.reason, bearing.answered_by) == (
        Answer.DECLINED, "Arrêté en 2024.", user,
    )  # fmt: skip


def test_answer_of_a_member_of_another_town_is_refused(bearing):
    others = [member_of(TerritoryFactory()), member_of(bearing.practice.lead)]

    for user in others:
        with pytest.raises(PermissionDenied):
            answer(bearing, user=user, verdict=Answer.CONFIRMED)

    bearing.refresh_from_db()
    assert bearing.answer == Answer.WAITING


def test_answer_that_is_none_is_refused(bearing):
    with pytest.raises(ValidationError):
        answer_by_link(bearing, verdict=Answer.WAITING)


def test_answer_queues_the_sheet(bearing):
    IndexEntry.objects.all().delete()

    answer_by_link(bearing, verdict=Answer.CONFIRMED)

    assert [*IndexEntry.objects.values_list("key", flat=True)] == [bearing.practice_id]


def test_link_reads_its_own_row_only(bearing):
    token = links.token_of(bearing)

    assert links.bearing_of(token) == bearing
    assert links.bearing_of(token + "x") is None
    assert links.bearing_of("") is None


def test_link_of_a_former_address_is_dead(bearing):
    token = links.token_of(bearing)

    ask(bearing.practice, territory=bearing.territory, email="autre@voisine.example")

    assert links.bearing_of(token) is None


def test_link_too_old_is_dead(bearing, monkeypatch):
    token = links.token_of(bearing)
    monkeypatch.setattr(links, "LASTS", -1)

    assert links.bearing_of(token) is None
