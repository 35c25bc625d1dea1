import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from practices.reuse.models import Reuse
from tests.factories.accounts import UserFactory
from tests.factories.practices import PracticeFactory
from tests.factories.reuse import ReuseFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return PracticeFactory(published=True)


@pytest.fixture
def address(practice):
    return reverse("practices:reuse", args=[practice.slug])


def sent(territory, **answers):
    return {"territory": territory.code} | {
        f"{territory.code}-{name}": value for name, value in answers.items()
    }


def said():
    return list(Reuse.objects.order_by("pk").values_list("territory", "changes", "year"))


def test_reuse_is_said_shown_and_counted_on_the_sheet(town, territory, practice, address):
    response = town.post(address, sent(territory, changes="À deux communes.", year="2025"), follow=True)

    page = response.content.decode()
    assert response.redirect_chain[0][0] == f"{practice.url}#filiation"
    assert said() == [(territory.pk, "À deux communes.", 2025)]
    assert "Reprise par 1&nbsp;collectivité" in page
    assert "À deux communes." in page
    assert "Reprise ailleurs" in page


@pytest.mark.parametrize("number", ["0", "9" * 30], ids=["of none", "too large for a key"])
def test_sheet_that_is_none_is_no_result(town, territory, address, number):
    PracticeFactory(lead=territory, published=True)

    response = town.post(address, sent(territory, changes="À deux communes.", result=number))

    assert response.status_code == 400
    assert "Choisissez une fiche publiée de votre collectivité." in response.text
    assert "À deux communes." in response.text
    assert said() == []


def test_example_is_offered_to_nobody_and_its_page_says_why(town, territory):
    example, sheet = PracticeFactory(example=True), PracticeFactory(published=True)
    address = reverse("practices:reuse", args=[example.slug])

    shown, refused = town.get(address), town.post(address, sent(territory, changes="À deux."))

    assert address not in town.get(example.url).content.decode()
    assert reverse("practices:reuse", args=[sheet.slug]) in town.get(sheet.url).content.decode()
    assert (shown.status_code, refused.status_code, said()) == (200, 400, [])
    for response in (shown, refused):
        assert "Cette fiche est un exemple inventé" in response.content.decode()
        assert response.context["forms"] == []


def test_same_form_sent_twice_is_one_reuse(town, territory, address):
    for _ in range(2):
        town.post(address, sent(territory, changes="À deux."))

    assert said() == [(territory.pk, "À deux.", None)]


def test_wrong_year_keeps_what_was_typed(town, territory, address):
    response = town.post(address, sent(territory, changes="À deux.", year="hier"))

    assert response.status_code == 400
    assert response.context["forms"][0].errors == {
        "year": ["Écrivez l’année en quatre chiffres, entre 1990 et 2100."]
    }
    assert "À deux." in response.content.decode()
    assert said() == []


def test_person_of_two_collectivities_speaks_for_the_one_chosen(town, member, territory, practice, address):
    other = TerritoryFactory()
    MembershipFactory(user=member, territory=other, confirmed=True)
    ReuseFactory(practice=practice, territory=territory, changes="Avant.")

    town.post(address, sent(other, changes="Ailleurs."))

    assert said() == [(territory.pk, "Avant.", None), (other.pk, "Ailleurs.", None)]


def test_reuse_is_taken_back(town, territory, practice, address):
    ReuseFactory(practice=practice, territory=territory)

    town.post(address, sent(territory) | {"take_back": "on"})

    assert said() == []


def test_form_for_a_collectivity_of_others_is_refused(town, address):
    response = town.post(address, sent(TerritoryFactory(), changes="À deux."))

    assert response.status_code == 400
    assert "Rien n’a été enregistré" in response.content.decode()
    assert said() == []


def test_sheet_of_another_collectivity_cannot_be_chosen(town, territory, address):
    PracticeFactory(lead=territory, published=True)
    foreign = PracticeFactory(published=True)

    response = town.post(address, sent(territory, result=foreign.pk))

    assert response.context["forms"][0].errors == {
        "result": ["Choisissez une fiche publiée de votre collectivité."]
    }
    assert said() == []


def test_visitor_logs_in_first_and_comes_back(client, address):
    response = client.get(address)

    assert response.url.endswith(f"?next={address}")


def test_person_without_collectivity_and_lead_are_told_the_way(client, practice, address):
    person = UserFactory()
    client.force_login(person)
    assert reverse("practices:join") in client.get(address).content.decode()

    MembershipFactory(user=person, territory=practice.lead, confirmed=True)

    assert "Cette fiche est la vôtre." in client.get(address).content.decode()


@pytest.mark.parametrize("state", [{}, {"archived": True}])
def test_hidden_sheet_is_not_found(town, state):
    hidden = PracticeFactory(**state)

    assert town.get(reverse("practices:reuse", args=[hidden.slug])).status_code == 404


def test_moderator_removes_a_false_reuse(client, moderator):
    reuse = ReuseFactory()
    client.force_login(moderator)
    url = reverse("wagtailsnippets_reuse_reuse:delete", args=[reuse.pk])
    client.post(url)
    assert said() == [(reuse.territory.pk, "", None)]

    moderator.groups.first().permissions.add(*Permission.objects.filter(codename__endswith="_reuse"))
    client.post(url)

    assert said() == []


def test_sheet_whose_only_origin_is_no_longer_published_has_no_empty_section(client):
    told = PracticeFactory(published=True)
    origin = ReuseFactory(result=told, territory=told.lead).practice
    assert origin.title in client.get(told.url).content.decode()

    origin.unpublish()

    assert 'id="filiation"' not in client.get(told.url).content.decode()
