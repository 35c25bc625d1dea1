import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from practices.mutualisation.links import token_of
from practices.mutualisation.models import Answer, Bearing
from practices.mutualisation.writing import answer, answer_by_link, note
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(territory):
    return PracticeFactory(published=True, co_bearers=[territory], title="L’école")


@pytest.fixture
def bearing(practice):
    return practice.bearings.get()


def given(bearing):
    bearing.refresh_from_db()
    return bearing.answer, bearing.reason


def test_member_is_asked_and_confirms_from_the_desk(town, bearing, practice, territory):
    address = reverse("practices:bearing", args=[bearing.pk])
    asked = town.get(reverse("practices:my_practices")).content.decode()
    assert address in asked
    assert "Il n’y a pas de date limite" in asked

    response = town.post(address, {"verdict": Answer.CONFIRMED})

    assert response.url == reverse("practices:my_practices")
    assert given(bearing) == (Answer.CONFIRMED, "")
    desk = town.get(response.url)
    assert ([*desk.context["bearings"]], [*desk.context["borne"]]) == ([], [bearing])
    page = town.get(address).content.decode()
    for name in ("preview", "conversation"):
        leads_to = reverse(f"practices:{name}", args=[practice.pk])
        assert leads_to in page
        assert town.get(leads_to).status_code == 200
    assert territory.long_name in town.get(practice.url).content.decode()


def test_page_leads_to_no_draft_before_the_collectivity_confirms(town, bearing, practice):
    page = town.get(reverse("practices:bearing", args=[bearing.pk])).content.decode()

    assert reverse("practices:preview", args=[practice.pk]) not in page


def test_desk_asks_for_what_only_a_new_version_names(town, practice, territory):
    other = PracticeFactory(published=True)
    other.co_bearers = [territory]
    other.save_revision(clean=False)

    desk = town.get(reverse("practices:my_practices"))

    assert [bearing.practice.pk for bearing in desk.context["bearings"]] == [practice.pk, other.pk]


def test_second_answer_replaces_the_first(town, bearing):
    address = reverse("practices:bearing", args=[bearing.pk])
    town.post(address, {"verdict": Answer.CONFIRMED})

    town.post(address, {"verdict": Answer.DECLINED, "reason": "Nous avons arrêté."})

    assert given(bearing) == (Answer.DECLINED, "Nous avons arrêté.")


def test_no_answer_keeps_what_was_typed(town, bearing):
    response = town.post(reverse("practices:bearing", args=[bearing.pk]), {"reason": "Peut-être."})

    assert response.status_code == 400
    assert response.context["form"].errors == {"verdict": ["Choisissez votre réponse."]}
    assert "Peut-être." in response.content.decode()
    assert given(bearing) == (Answer.WAITING, "")


def test_member_of_another_collectivity_finds_nothing(client, bearing, practice):
    for user in (MembershipFactory(confirmed=True).user, MembershipFactory(territory=practice.lead).user):
        client.force_login(user)

        response = client.post(reverse("practices:bearing", args=[bearing.pk]), {"verdict": "confirmee"})

        assert response.status_code == 404
    assert given(bearing) == (Answer.WAITING, "")


def test_link_answers_without_an_account_and_reading_changes_nothing(client, bearing):
    Bearing.objects.update(email="mairie@autre.example")
    bearing.refresh_from_db()
    address = reverse("practices:bearing_link", args=[token_of(bearing)])
    assert client.get(address).status_code == 200
    assert given(bearing) == (Answer.WAITING, "")

    response = client.post(address, {"verdict": Answer.CONFIRMED})

    assert "Réponse enregistrée" in response.content.decode()
    assert given(bearing) == (Answer.CONFIRMED, "")


def test_forged_link_or_sheet_that_names_it_no_more_says_so(client, bearing, practice):
    Bearing.objects.update(email="mairie@autre.example")
    bearing.refresh_from_db()
    practice.co_bearers = [TerritoryFactory()]
    practice.save_revision().publish()

    for token in ("x", token_of(bearing)):
        response = client.get(reverse("practices:bearing_link", args=[token]))

        assert response.status_code == 404
        assert "Ce lien ne sert plus" in response.content.decode()


@pytest.fixture
def sent_link(bearing):
    """The address of the link, of a collectivity that has no member yet."""
    Bearing.objects.update(email="mairie@autre.example")
    bearing.refresh_from_db()
    return reverse("practices:bearing_link", args=[token_of(bearing)])


def test_link_changes_its_own_answer(client, bearing, sent_link):
    for verdict in (Answer.CONFIRMED, Answer.DECLINED):
        client.post(sent_link, {"verdict": verdict})

    assert given(bearing) == (Answer.DECLINED, "")


def test_link_is_dead_once_a_member_may_answer(client, bearing, sent_link, member):
    response = client.post(sent_link, {"verdict": Answer.CONFIRMED})

    assert response.status_code == 404
    assert "Ce lien ne sert plus" in response.text
    assert "Aucune réponse n’est encore enregistrée." in response.text
    assert given(bearing) == (Answer.WAITING, "")


def test_link_never_changes_what_a_member_or_a_moderator_answered(client, bearing, sent_link, moderator):
    membership = MembershipFactory(territory=bearing.territory, confirmed=True)
    answer(bearing, user=membership.user, verdict=Answer.DECLINED, reason="Non.")
    after_member = client.post(sent_link, {"verdict": Answer.CONFIRMED})
    membership.delete()
    note(bearing, user=moderator, verdict=Answer.CONFIRMED)
    after_note = client.post(sent_link, {"verdict": Answer.DECLINED})

    assert [response.status_code for response in (after_member, after_note)] == [404, 404]
    assert "déclinée" in after_member.text
    assert "confirmée" in after_note.text
    assert given(bearing)[0] == Answer.CONFIRMED


def test_link_is_open_again_once_a_noted_answer_is_taken_back(client, bearing, sent_link, moderator):
    note(bearing, user=moderator, verdict=Answer.DECLINED)
    note(bearing, user=moderator, verdict=Answer.WAITING)

    assert client.get(sent_link).status_code == 200


def test_link_that_died_while_its_page_was_open_is_refused(bearing, sent_link, member):
    with pytest.raises(PermissionDenied):
        answer_by_link(bearing, verdict=Answer.CONFIRMED)
