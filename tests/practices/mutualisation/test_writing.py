import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from practices.models import PracticePage
from practices.mutualisation import links
from practices.mutualisation.models import Answer, Bearing
from practices.mutualisation.signals import bearings_asked
from practices.mutualisation.writing import answer, answer_by_link, ask_named, note
from search.models import IndexEntry
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bearing():
    neighbour = TerritoryFactory(name="Voisine")
    practice = PracticeFactory(published=True, co_bearers=[neighbour])
    practice.bearings.update(email="mairie@voisine.example")
    return practice.bearings.get()


@pytest.fixture
def asked():
    """The names of the collectivities that were asked, call after call."""
    told = []

    def listen(sender, bearings, **kwargs):
        told.append([bearing.territory.name for bearing in bearings])

    bearings_asked.connect(listen)
    yield told
    bearings_asked.disconnect(listen)


def member_of(territory):
    return MembershipFactory(territory=territory, confirmed=True).user


def save_naming(practice, territories):
    practice = PracticePage.objects.get(pk=practice.pk).get_latest_revision_as_object()
    practice.co_bearers = territories
    return practice.save_revision(clean=False)


def test_version_asks_each_collectivity_once(bearing, asked):
    other = TerritoryFactory(name="Autre")

    for named in ([bearing.territory], [], [bearing.territory, other]):
        version = save_naming(bearing.practice, named)
    version.publish()
    version.publish()

    assert asked == [["Autre"]]
    assert Bearing.objects.count() == 2


def test_version_already_asked_costs_one_query(bearing, django_assert_num_queries):
    content = bearing.practice.latest_revision.content
    with django_assert_num_queries(1 + 2):  # and the savepoint
        ask_named({bearing.practice_id: content})


def test_collectivity_no_longer_named_is_not_waited_for_and_keeps_its_answer(bearing):
    save_naming(bearing.practice, [])
    assert [*Bearing.objects.unanswered()] == []

    save_naming(bearing.practice, [bearing.territory])
    assert [*Bearing.objects.unanswered()] == [bearing]


def test_collectivity_that_only_a_new_version_names_is_waited_for(bearing):
    other = TerritoryFactory()

    save_naming(bearing.practice, [bearing.territory, other])

    waiting = Bearing.objects.unanswered()
    assert [row.territory for row in waiting] == [bearing.territory, other]
    waiting.filter(territory=other).update(answer=Answer.DECLINED)
    assert [*Bearing.objects.unanswered()] == [bearing]


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


def test_moderator_notes_an_answer_with_its_day_and_takes_it_back(bearing, moderator):
    note(bearing, user=moderator, verdict=Answer.CONFIRMED, reason="Par téléphone.")
    bearing.refresh_from_db()
    assert bearing.answered_at is not None
    assert (bearing.answer, bearing.answered_by) == (Answer.CONFIRMED, moderator)

    note(bearing, user=moderator, verdict=Answer.WAITING)
    bearing.refresh_from_db()
    assert (bearing.answer, bearing.answered_by, bearing.answered_at) == (Answer.WAITING, None, None)


def test_note_of_who_is_no_moderator_is_refused(bearing):
    for user in (member_of(bearing.practice.lead), member_of(bearing.territory)):
        with pytest.raises(PermissionDenied):
            note(bearing, user=user, verdict=Answer.CONFIRMED)


def test_link_reads_its_own_row_only(bearing):
    token = links.token_of(bearing)

    assert links.bearing_of(token) == bearing
    assert links.bearing_of(token + "x") is None
    assert links.bearing_of("") is None


def test_link_of_a_former_address_is_dead(bearing):
    token = links.token_of(bearing)

    Bearing.objects.update(email="autre@voisine.example")

    assert links.bearing_of(token) is None


def test_link_whose_address_changed_while_its_page_was_open_is_dead(bearing):
    opened = links.bearing_of(links.token_of(bearing))
    Bearing.objects.update(email="secretariat@voisine.example")

    with pytest.raises(PermissionDenied):
        answer_by_link(opened, verdict=Answer.CONFIRMED)

    assert Bearing.objects.get().answer == Answer.WAITING


def test_link_too_old_is_dead(bearing, monkeypatch):
    token = links.token_of(bearing)
    monkeypatch.setattr(links, "LASTS", -1)

    assert links.bearing_of(token) is None
