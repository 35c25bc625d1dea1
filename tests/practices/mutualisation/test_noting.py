"""What moderators do with the answers of collectivities, in the admin."""

import pytest
from django.core import mail
from django.urls import reverse

from portal.pages import starter_site
from practices.mutualisation.models import Answer, Bearing
from practices.mutualisation.writing import answer
from tests.factories.accounts import UserFactory
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
EMAIL = "mairie@voisine.example"


@pytest.fixture
def bearing(territory):
    starter_site.build()
    return PracticeFactory(lead=territory, co_bearers=[TerritoryFactory(name="Voisine")]).bearings.get()


@pytest.fixture
def administrator(bearing):
    return UserFactory(superuser=True)


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def post(desk, bearing, **changes):
    address = reverse(Bearing.snippet_viewset.get_url_name("edit"), args=[bearing.pk])
    response = desk.post(address, {"email": bearing.email, "answer": bearing.answer, "reason": ""} | changes)
    bearing.refresh_from_db()
    return response


def test_noted_answer_has_its_day_its_author_and_is_told(desk, bearing, administrator, member):
    post(desk, bearing, answer=Answer.CONFIRMED, reason="Au téléphone.")

    assert (bearing.answer, bearing.reason, bearing.answered_by) == (
        Answer.CONFIRMED, "Au téléphone.", administrator,
    )  # fmt: skip
    assert bearing.answered_at is not None
    assert [sent.to for sent in mail.outbox] == [[member.email]]


def shown_in(response):
    """What the form of this page would post, as it stands."""
    return {field.name: field.value() or "" for field in response.context["form"]}


def test_form_open_while_the_collectivity_answered_does_not_take_its_answer_back(desk, bearing):
    address = reverse(Bearing.snippet_viewset.get_url_name("edit"), args=[bearing.pk])
    page = desk.get(address)
    opened = shown_in(page)
    assert f'name="seen" value="{opened["seen"]}"' in page.text
    person = MembershipFactory(territory=bearing.territory, confirmed=True).user
    answer(bearing, user=person, verdict=Answer.CONFIRMED, reason="Oui.")

    refused = desk.post(address, opened | {"reason": "Rappeler lundi."})
    bearing.refresh_from_db()

    assert "Sa réponse est maintenant\u00a0: confirmée." in refused.context["form"].errors["answer"][0]
    assert (bearing.answer, bearing.reason) == (Answer.CONFIRMED, "Oui.")
    assert shown_in(refused)["reason"] == "Rappeler lundi."

    desk.post(address, shown_in(refused))
    bearing.refresh_from_db()

    assert (bearing.answer, bearing.reason) == (Answer.WAITING, "Rappeler lundi.")


def test_list_and_form_are_in_french(desk, bearing):
    viewset = Bearing.snippet_viewset
    listing = desk.get(reverse(viewset.get_url_name("list")))
    form = desk.get(reverse(viewset.get_url_name("edit"), args=[bearing.pk]))

    labels = [str(column.label) for column in listing.context["table"].columns.values()]
    assert labels[-6:-4] == ["Fiche", "Collectivité"]
    assert "Practice" not in listing.text + form.text


def test_new_address_is_sent_the_link_once(desk, bearing):
    post(desk, bearing, email=EMAIL)
    post(desk, bearing, reason="Rien de neuf.")

    assert [sent.to for sent in mail.outbox] == [[EMAIL]]
    assert bearing.link_sent_at is not None


def test_address_that_nobody_may_write_to_is_refused(desk, bearing):
    post(desk, bearing, email=EMAIL)
    mail.outbox.clear()

    too_soon = post(desk, bearing, email="autre@voisine.example")
    MembershipFactory(territory=bearing.territory, confirmed=True)
    has_members = post(desk, bearing, email="autre@voisine.example")

    assert "Un lien est parti" in too_soon.context["form"].errors["email"][0]
    assert "répond depuis son espace" in has_members.context["form"].errors["email"][0]
    assert (bearing.email, mail.outbox) == (EMAIL, [])


def test_answer_of_a_collectivity_no_longer_named_is_refused(desk, bearing):
    Bearing.objects.update(is_proposed=False)

    response = post(desk, bearing, answer=Answer.CONFIRMED)

    assert "ne nomme plus" in response.context["form"].errors["answer"][0]
    assert bearing.answer == Answer.WAITING


def test_reason_corrected_and_address_emptied_leave_the_answer(desk, bearing, member):
    answered_by = MembershipFactory(territory=bearing.territory, confirmed=True).user
    Bearing.objects.update(answer=Answer.CONFIRMED, answered_by=answered_by, email=EMAIL)
    bearing.refresh_from_db()

    post(desk, bearing, reason="Depuis 2024.", email="")

    assert (bearing.answer, bearing.answered_by, bearing.reason, bearing.email) == (
        Answer.CONFIRMED, answered_by, "Depuis 2024.", "",
    )  # fmt: skip
    assert mail.outbox == []


def press(desk, bearing, verdict):
    response = desk.post(reverse("bearing_note", args=[bearing.pk]), {"verdict": verdict}, follow=True)
    bearing.refresh_from_db()
    return [str(message) for message in response.context["messages"]]


def test_answer_is_noted_from_its_line_in_one_press(desk, bearing, administrator, member):
    listing = reverse(Bearing.snippet_viewset.get_url_name("list"))
    assert reverse("bearing_note", args=[bearing.pk]) in desk.get(listing).text

    said = press(desk, bearing, Answer.DECLINED)

    assert (bearing.answer, bearing.answered_by) == (Answer.DECLINED, administrator)
    assert said == [f"C’est noté\u00a0: {bearing.territory} ne porte pas la fiche."]
    assert [sent.to for sent in mail.outbox] == [[member.email]]
    assert reverse("bearing_note", args=[bearing.pk]) not in desk.get(listing).text


def test_press_on_a_line_that_was_answered_meanwhile_changes_nothing(desk, bearing):
    press(desk, bearing, Answer.CONFIRMED)

    said = press(desk, bearing, Answer.DECLINED)

    assert bearing.answer == Answer.CONFIRMED
    assert said == [f"{bearing.territory} a déjà répondu\u00a0: confirmée."]


@pytest.mark.parametrize("verdict", ["", "attente", "autre"])
def test_press_that_says_no_answer_is_told(desk, bearing, verdict):
    assert press(desk, bearing, verdict) == ["Confirmez ou déclinez."]
    assert bearing.answer == Answer.WAITING


def test_press_on_a_collectivity_that_is_no_longer_named_is_told(desk, bearing):
    Bearing.objects.update(is_proposed=False)

    assert "ne nomme plus" in press(desk, bearing, Answer.CONFIRMED)[0]
    assert bearing.answer == Answer.WAITING
