import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from practices.conversations.models import Message
from practices.deletion.asking import answer, ask, delete_draft
from practices.deletion.models import Answer, DeletionRequest
from practices.models import PracticePage
from practices.reuse.models import Reuse
from practices.review import submit
from tests.factories.practices import PracticeFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(territory):
    return PracticeFactory(lead=territory, published=True)


def test_draft_never_sent_is_deleted_by_its_town(town, territory):
    practice = PracticeFactory(lead=territory)
    address = f"/mon-espace/fiches/{practice.pk}/supprimer/"

    assert "définitive" in town.get(address).content.decode()
    town.post(address)

    assert not PracticePage.objects.filter(pk=practice.pk).exists()


def test_draft_deleted_twice_is_said_deleted_to_whoever_did_it(town, client, territory, stranger):
    practice = PracticeFactory(lead=territory)
    address = f"/mon-espace/fiches/{practice.pk}/supprimer/"
    first, second = (town.post(address, follow=True) for _ in range(2))
    client.force_login(stranger)

    assert [response.redirect_chain for response in (first, second)] == [[("/mon-espace/", 302)]] * 2
    assert "Le brouillon est supprimé." in second.content.decode()
    assert client.post(address).status_code == 404


def test_draft_once_sent_or_of_others_is_not_deleted(territory, member, stranger):
    sent, draft = PracticeFactory(lead=territory), PracticeFactory(lead=territory)
    submit(sent, user=member)

    for practice, user in ((sent, member), (draft, stranger)):
        with pytest.raises(PermissionDenied):
            delete_draft(practice, user=user)


def test_asking_lands_in_the_thread_once(practice, member, moderator):
    first, second = (ask(practice, user=member, reason="Service fermé.") for _ in range(2))

    assert first == second
    assert list(Message.objects.values_list("text", flat=True)) == [
        "Nous demandons la suppression de la fiche.\n\nService fermé."
    ]


def test_accepted_sheet_leaves_the_site_and_what_was_taken_up_stays(practice, member, moderator):
    Reuse.objects.create(practice=practice, territory=TerritoryFactory())
    asked = ask(practice, user=member, reason="Service fermé.")

    answer(asked, user=moderator, accepted=True)

    practice.refresh_from_db()
    assert (practice.live, practice.is_archived, practice.reuses.count()) == (False, True, 1)
    assert DeletionRequest.objects.get().answer == Answer.ACCEPTED


def test_declining_takes_a_word_and_leaves_the_sheet(practice, member, moderator):
    asked = ask(practice, user=member, reason="Service fermé.")
    with pytest.raises(ValidationError):
        answer(asked, user=moderator, accepted=False)

    answer(asked, user=moderator, accepted=False, word="Elle sert encore.")

    practice.refresh_from_db()
    assert (practice.live, practice.is_archived) == (True, False)


def test_only_moderators_without_a_stake_answer(practice, member):
    asked = ask(practice, user=member, reason="Service fermé.")

    with pytest.raises(PermissionDenied):
        answer(asked, user=member, accepted=True)


def test_pages_of_both_sides(town, client, practice, member, moderator, stranger):
    address = f"/mon-espace/fiches/{practice.pk}/supprimer/"
    assert town.post(address, {"reason": ""}).status_code == 400
    town.post(address, {"reason": "Service fermé."})
    assert "en attente de réponse" in town.get(address).content.decode()
    asked = DeletionRequest.objects.get()
    client.force_login(moderator)
    listed = client.get("/admin/suppressions-demandees/").content.decode()
    answered = client.post(f"/admin/suppressions-demandees/{asked.pk}/", {"accepted": "oui", "word": "Fait."})
    client.force_login(stranger)

    assert practice.title in listed
    assert answered.url == "/admin/suppressions-demandees/"
    assert client.get(address).status_code == 404
    client.force_login(member)
    assert "Demande acceptée" in client.get(address).content.decode()
    assert client.get("/mon-espace/").status_code == 200
