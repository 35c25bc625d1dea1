import pytest
from django.core import mail

from practices.territories.choices import MembershipStatus
from practices.territories.memberships import confirm, refuse
from practices.territories.models import Membership
from tests.factories.accounts import UserFactory, confirm_address
from tests.factories.territories import EmailDomainFactory, MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
JOIN = "/mon-espace/rejoindre/"


@pytest.fixture
def person(client, stranger):
    client.force_login(stranger)
    return client


def test_join_asks_for_an_account(client):
    assert client.get(JOIN).url == f"/compte/connexion/?next={JOIN}"


def test_join_finds_by_name_or_code_without_script(person, territory):
    TerritoryFactory(name="Nevers", code="58194")

    for text in ("luzy", "58149"):
        html = person.get(JOIN, {"q": text}).content.decode()
        assert 'value="58149"' in html
        assert "58194" not in html


@pytest.mark.parametrize("text", ["zzzz", "x" * 500, "\x00", "'; --"])
def test_join_says_when_nothing_matches(person, territory, text):
    response = person.get(JOIN, {"q": text})

    assert response.status_code == 200
    assert 'type="radio"' not in response.content.decode()


def test_join_asks_the_moderators(person, stranger, territory, moderator):
    response = person.post(f"{JOIN}?q=luzy", {"territory": "58149", "function": "Secrétaire de mairie"})

    membership = Membership.objects.get(user=stranger)
    assert response.url == "/mon-espace/"
    assert (membership.territory, membership.status) == (territory, MembershipStatus.PENDING)
    assert membership.function == "Secrétaire de mairie"
    assert [sent.to for sent in mail.outbox] == [[moderator.email]]
    assert mail.outbox[0].subject == "Rattachement à confirmer\u00a0: Luzy (58)"
    assert "http://testserver/admin/" in mail.outbox[0].body


def test_join_twice_asks_once(person, stranger, territory, moderator):
    for _ in range(2):
        person.post(f"{JOIN}?q=luzy", {"territory": "58149", "function": "Maire"})

    assert Membership.objects.filter(user=stranger).count() == 1
    assert len(mail.outbox) == 1


def test_join_again_after_a_refusal_waits_again(person, stranger, territory):
    MembershipFactory(user=stranger, territory=territory, refused=True)

    person.post(f"{JOIN}?q=luzy", {"territory": "58149", "function": "Maire"})

    membership = Membership.objects.get(user=stranger)
    assert (membership.status, membership.function) == (MembershipStatus.PENDING, "Maire")


def test_join_what_one_has_already_changes_nothing(town, member, territory):
    town.post(f"{JOIN}?q=luzy", {"territory": "58149", "function": "Maire"})

    assert Membership.objects.get(user=member).status == MembershipStatus.CONFIRMED


@pytest.mark.parametrize(
    ("posted", "wrong"),
    [
        ({"function": "Maire"}, {"territory"}),
        ({"territory": "00000", "function": "Maire"}, {"territory"}),
        ({"territory": "58149", "function": ""}, {"function"}),
    ],
)
def test_join_names_what_is_missing(person, territory, posted, wrong):
    response = person.post(f"{JOIN}?q=luzy", posted)

    assert response.status_code == 400
    assert set(response.context["form"].errors) == wrong
    assert not Membership.objects.exists()


def test_join_is_limited(person, stranger, moderator):
    for _ in range(12):
        code = TerritoryFactory().code
        response = person.post(f"{JOIN}?q={code}", {"territory": code, "function": "Maire"})

    assert response.status_code == 400
    assert Membership.objects.filter(user=stranger).count() == 10


@pytest.mark.parametrize("decide", [confirm, refuse])
def test_decision_is_told_to_the_person(territory, decide):
    membership = MembershipFactory(territory=territory)

    decide(membership, by=UserFactory(superuser=True))

    sent = mail.outbox[0]
    assert sent.to == [membership.user.email]
    assert "Luzy (58)" in sent.subject
    assert "http://testserver/mon-espace/" in sent.body
    assert "/admin/" not in sent.body


def test_join_proposes_the_collectivity_of_ones_address_and_lets_in_at_once(person, stranger, territory):
    EmailDomainFactory(domain="mairie.example", territory=territory)
    confirm_address(stranger)

    html = person.get(JOIN).content.decode()
    person.post(JOIN, {"territory": "58149", "function": "Maire"})

    assert "D’après votre compte" in html
    assert 'value="58149"' in html
    assert Membership.objects.get(user=stranger).is_confirmed


def test_suggestions_name_collectivities_by_name_code_or_postal_code(person, territory):
    TerritoryFactory(name="Nevers", code="58194")
    territory.postal_codes = "58170"
    territory.save()

    for text in ("lu", "luzy", "58149", "58170"):
        html = person.get(f"{JOIN}suggestions/", {"q": text}).content.decode()
        assert html.count('role="option"') == (text != "lu")
        assert ("/mon-espace/rejoindre/?q=58149" in html) == (text != "lu")


def test_suggestions_ask_for_an_account(client):
    assert client.get(f"{JOIN}suggestions/").status_code == 302


@pytest.mark.browser
def test_collectivity_is_chosen_by_keyboard_while_typing(page, live_server, person, territory):
    cookie = person.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(live_server.url + JOIN)
    page.get_by_label("Votre collectivité").press_sequentially("luzy")
    page.get_by_role("option", name="Luzy").wait_for()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.get_by_role("radio", name="Luzy").wait_for()
    assert page.url.endswith("/mon-espace/rejoindre/?q=58149")
