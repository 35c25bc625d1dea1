"""What the provider, or somebody in its place, may answer wrongly: a page in French, no session."""

import time
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.core.cache import cache
from django.test import Client

from portal.accounts.models import User
from tests.factories.accounts import UserFactory, confirm_address
from tests.proconnect import PERSON, way_back

pytestmark = pytest.mark.django_db
ENTER, LINK = "/compte/proconnect/", "/compte/proconnect/relier/"
PASSWORD = "un mot de passe long"
DOWN = {"status": 503, "body": "{}"}
UNTRUSTED, OVER, UNAVAILABLE = (
    "La réponse de ProConnect n’a pas pu être vérifiée",
    "Cette connexion ne sert plus",
    "ProConnect ne répond pas",
)


@pytest.fixture(autouse=True)
def member(proconnect):
    """Somebody whom an honest answer lets in."""
    user = UserFactory(email="mairie@luzy.example", password=PASSWORD)
    confirm_address(user)
    SocialAccount.objects.create(user=user, provider=proconnect.issuer, uid=PERSON["sub"])
    return user


def said(response):
    """The status and the title of the page; nobody came in, nobody was made."""
    assert SESSION_KEY not in response.client.session
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 1)
    html = response.content.decode()
    assert '<html lang="fr">' in html
    return response.status_code, html.partition("<h1>")[2].partition("</h1>")[0].replace("&nbsp;", "\u00a0")


def test_honest_answer_lets_in(client):
    assert client.get(way_back(client.post(ENTER))).url == "/mon-espace/"


@pytest.mark.parametrize(
    "lies",
    [
        {"id_token": {"nonce": "of-another-request"}},
        {"id_token": {"nonce": None}},
        {"id_token": {"aud": "another-site"}},
        {"id_token": {"aud": None}},
        {"id_token": {"aud": ["pratiques-communes", "another-site"]}},
        {"id_token": {"azp": "another-site"}},
        {"id_token": {"iss": "https://evil.example"}},
        {"id_token": {"iss": None}},
        {"id_token": {"exp": 1_000_000_000}},
        {"id_token": {"exp": None}},
        {"id_token": {"iat": 4_000_000_000}},
        {"id_token": {"sub": None}},
        {"id_token": {"sub": ""}, "userinfo": {"sub": ""}},
        {"id_token": {"sub": "x" * 192}, "userinfo": {"sub": "x" * 192}},
        {"algorithm": "none"},
        {"algorithm": "HS256"},
        {"stranger": True},
        {"plain": True},
        {"userinfo": {"sub": "somebody-else"}},
        {"userinfo": {"sub": None}},
        {"userinfo": {"aud": "another-site"}},
        {"userinfo": {"iss": "https://evil.example"}},
        {"broken": {"jwks": {"status": 200, "body": "[]"}}},
        {"broken": {"jwks": {"status": 200, "body": '{"keys": []}'}}},
        {"broken": {"jwks": {"status": 200, "body": '{"keys": "none"}'}}},
        {"broken": {"token": {"status": 200, "body": '{"access_token": "x"}'}}},
        {"broken": {"token": {"status": 200, "body": '{"access_token": "x", "id_token": 1}'}}},
    ],
    ids=str,
)
def test_answer_that_cannot_be_trusted_lets_nobody_in(client, proconnect, lies):
    proconnect.lie(**lies)

    response = client.get(way_back(client.post(ENTER, {"next": "/mon-espace/rejoindre/"})))

    assert said(response) == (403, UNTRUSTED)
    assert 'name="next" value="/mon-espace/rejoindre/"' in response.content.decode()


@pytest.mark.parametrize(
    "broken",
    [
        {"token": DOWN | {"status": 200}},
        {"token": {"status": 400, "body": '{"error": "invalid_grant"}'}},
    ],
    ids=str,
)
def test_code_that_is_refused_is_said(client, proconnect, broken):
    proconnect.lie(broken=broken)

    assert said(client.get(way_back(client.post(ENTER)))) == (400, OVER)


@pytest.mark.parametrize("page", ["token", "userinfo", "jwks"])
def test_provider_that_breaks_down_on_the_way_is_said(client, proconnect, page):
    proconnect.lie(broken={page: {"status": 200, "body": "{"} if page == "token" else DOWN})

    assert said(client.get(way_back(client.post(ENTER)))) == (503, UNAVAILABLE)


def test_provider_that_is_down_is_said_before_leaving(client, proconnect, settings):
    proconnect.lie(broken={"openid-configuration": DOWN})
    assert said(client.post(ENTER)) == (503, UNAVAILABLE)

    settings.PROCONNECT_ISSUER = "http://127.0.0.1:9/api/v2"
    assert said(client.post(ENTER)) == (503, UNAVAILABLE)


def test_provider_that_goes_down_before_the_way_back_is_said(client, proconnect):
    back = way_back(client.post(ENTER))
    cache.clear()
    proconnect.lie(broken={"openid-configuration": DOWN})

    assert said(client.get(back)) == (503, UNAVAILABLE)


@pytest.mark.parametrize(
    "configuration",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"token_endpoint": None},
        {"jwks_uri": "file:///etc/passwd"},
    ],
    ids=str,
)
def test_configuration_of_another_issuer_is_refused(client, proconnect, configuration):
    proconnect.lie(configuration=configuration)

    assert said(client.post(ENTER)) == (403, UNTRUSTED)


def test_state_serves_once(client, proconnect):
    back = way_back(client.post(ENTER))
    client.get(back)
    client.logout()

    assert said(client.get(back)) == (400, OVER)


def test_state_of_another_browser_serves_nobody(client, proconnect):
    """Else a person could be led to come in as somebody else, unknowingly."""
    back = way_back(Client().post(ENTER))

    assert said(client.get(back)) == (400, OVER)


def test_state_that_is_too_old_serves_nobody(client, proconnect, monkeypatch):
    back = way_back(client.post(ENTER))
    later = time.time() + 601
    monkeypatch.setattr(time, "time", lambda: later)

    assert said(client.get(back)) == (400, OVER)


def test_code_of_another_request_does_not_pass_with_our_state(client, proconnect):
    """The nonce ties the answer to the request: a code that was stolen elsewhere is worth nothing."""
    stolen = parse_qs(urlsplit(way_back(Client().post(ENTER))).query)["code"][0]
    ours = parse_qs(urlsplit(way_back(client.post(ENTER))).query)["state"][0]

    response = client.get(f"{ENTER}retour/?{urlencode({'code': stolen, 'state': ours})}")

    assert said(response) == (403, UNTRUSTED)


@pytest.mark.parametrize(
    "query", ["", "?state=x", "?code=x", "?state=x&code=y", "?state=" + "x" * 5000, "?state=%00"]
)
def test_malformed_way_back_is_said(client, query):
    assert said(client.get(f"{ENTER}retour/{query}")) == (400, OVER)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("access_denied", (200, "Vous n’êtes pas passé par ProConnect")),
        ("temporarily_unavailable", (503, UNAVAILABLE)),
        ("invalid_request", (200, "Vous n’êtes pas passé par ProConnect")),
    ],
)
def test_refusal_of_the_person_or_of_the_provider_is_said(client, proconnect, error, expected):
    proconnect.lie(error=error)

    response = client.get(way_back(client.post(ENTER, {"next": "/mon-espace/rejoindre/"})))

    assert said(response) == expected
    assert 'name="next" value="/mon-espace/rejoindre/"' in response.content.decode()


@pytest.mark.parametrize(("level", "status"), [("eidas2", 302), ("eidas1", 403), (None, 403)])
def test_level_that_the_site_demands_is_asked_for_and_checked(client, proconnect, settings, level, status):
    settings.PROCONNECT_LEVELS = ["eidas2", "eidas3"]
    proconnect.is_person(acr=level)
    left = client.post(ENTER)

    assert "eidas3" in left.content.decode()
    assert client.get(way_back(left)).status_code == status


@pytest.mark.parametrize("confirmed", [True, False])
def test_address_of_another_account_is_never_enough(client, proconnect, member, confirmed):
    """Another subject with our address: the account keeps its owner, who links it once logged in."""
    EmailAddress.objects.update(verified=confirmed)
    proconnect.is_person(sub="of-an-attacker", email="Mairie@Luzy.Example")

    response = client.get(way_back(client.post(ENTER, {"next": "/mon-espace/rejoindre/"})))

    assert said(response) == (409, "Un compte existe déjà avec votre adresse")
    assert "/compte/connexion/?next=/mon-espace/rejoindre/" in response.content.decode()
    assert SocialAccount.objects.get().uid == PERSON["sub"]
    assert mail.outbox == []


def test_second_address_of_another_account_is_not_enough_either(client, proconnect, member):
    confirm_address(member, "elus@luzy.example")
    proconnect.is_person(sub="of-an-attacker", email="elus@luzy.example", email_verified=True)

    assert said(client.get(way_back(client.post(ENTER))))[0] == 409


@pytest.mark.parametrize("email", [None, "", "pas une adresse", 12, ["a@b.example"]])
def test_account_is_not_made_without_an_address(client, proconnect, email):
    proconnect.is_person(sub="somebody-new", email=email)

    response = client.get(way_back(client.post(ENTER)))

    assert said(response) == (403, "ProConnect n’a pas transmis d’adresse électronique")


def test_odd_names_are_cut_and_kept_out(client, proconnect):
    proconnect.is_person(
        sub="somebody-new", email="autre@luzy.example", given_name="É" * 400, usual_name={"a": 1}
    )

    assert client.get(way_back(client.post(ENTER))).status_code == 302
    user = User.objects.get(email="autre@luzy.example")
    assert (user.first_name, user.last_name) == ("É" * 150, "")


def test_refused_link_leaves_the_person_logged_in(client, proconnect, member):
    SocialAccount.objects.all().delete()
    client.post("/compte/connexion/", {"login": member.email, "password": PASSWORD})
    client.post("/compte/verifier/", {"password": PASSWORD})
    proconnect.lie(id_token={"nonce": "of-another-request"})

    response = client.get(way_back(client.post(LINK)))

    assert response.status_code == 403
    assert int(client.session[SESSION_KEY]) == member.pk
    assert '<a class="button" href="/compte/">Revenir à mon compte</a>' in response.content.decode()
    assert not SocialAccount.objects.exists()
