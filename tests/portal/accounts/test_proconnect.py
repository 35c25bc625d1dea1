"""Signing in by ProConnect, with a real OpenID provider: who comes in, who links, who leaves."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.own_data import data_of
from portal.checks import check_proconnect
from tests.factories.accounts import UserFactory, confirm_address
from tests.factories.practices import ModeratorFactory
from tests.proconnect import PERSON, destination, way_back

pytestmark = pytest.mark.django_db
ENTER, LINK, ACCOUNT = "/compte/proconnect/", "/compte/proconnect/relier/", "/compte/"
LOGIN = "/compte/connexion/"
PASSWORD = "un mot de passe long"


def go_in(client, **data):
    return client.get(way_back(client.post(ENTER, data)))


def is_in(client):
    return SESSION_KEY in client.session


def linked(user, issuer, sub=PERSON["sub"]):
    return SocialAccount.objects.create(user=user, provider=issuer, uid=sub)


@pytest.fixture
def member(proconnect):
    """An account that ProConnect is linked to, and that has a password too."""
    user = UserFactory(email="mairie@luzy.example", password=PASSWORD)
    confirm_address(user)
    linked(user, proconnect.issuer)
    return user


@pytest.fixture
def holder():
    """An account without ProConnect, logged in by its password a moment ago."""
    user = UserFactory(email="mairie@luzy.example", password=PASSWORD)
    confirm_address(user)
    return user


@pytest.fixture
def logged_in(client, holder):
    client.post(LOGIN, {"login": holder.email, "password": PASSWORD})
    client.post("/compte/verifier/", {"password": PASSWORD})
    return client


def test_without_settings_there_is_neither_button_nor_address(client, logged_in):
    pages = [Client().get(LOGIN), Client().get("/compte/inscription/"), logged_in.get(ACCOUNT)]
    paths = [ENTER, LINK, f"{ENTER}retour/", f"{ENTER}deconnecte/", f"{ENTER}detacher/1/"]

    assert [("ProConnect" in page.content.decode()) for page in pages] == [False] * 3
    assert {method(path).status_code for path in paths for method in (client.get, client.post)} == {404}


def test_login_page_offers_the_button_in_the_words_of_proconnect(client, proconnect):
    html = client.get(f"{LOGIN}?next=/mon-espace/rejoindre/").content.decode()

    assert "S’identifier avec ProConnect</button>" in html
    assert '<a href="https://www.proconnect.gouv.fr/">Qu’est-ce que ProConnect' in html
    assert html.count('name="next" value="/mon-espace/rejoindre/"') == 3


def test_person_leaves_with_what_proconnect_wants_and_nothing_more(client, proconnect):
    asked = parse_qs(
        urlsplit(destination(client.post(f"{ENTER}?scope=phone&auth_params=prompt%3Dnone"))).query
    )

    assert set(asked) == {"client_id", "redirect_uri", "scope", "response_type", "state", "nonce", "claims"}
    assert set(asked["scope"][0].split()) == {"openid", "given_name", "usual_name", "email", "siret"}
    assert asked["redirect_uri"] == ["http://testserver/compte/proconnect/retour/"]
    assert asked["claims"] == ['{"id_token": {"acr": null}}']


def test_leaving_needs_a_form_of_this_site(proconnect):
    browser = Client(enforce_csrf_checks=True)

    assert browser.get(ENTER).status_code == 405
    assert browser.post(ENTER).status_code == 403


def test_get_answers_each_role_as_declared(logged_in, proconnect):
    paths = [ENTER, f"{ENTER}retour/", LINK, f"{ENTER}detacher/1/", f"{ENTER}deconnecte/"]

    assert [Client().get(path).status_code for path in paths] == [405, 400, 302, 302, 302]
    assert [logged_in.get(path).status_code for path in paths] == [405, 400, 405, 405, 302]
    assert is_in(logged_in)


def test_first_time_makes_an_account_that_waits_for_its_address(client, proconnect):
    response = go_in(client)

    user = User.objects.get()
    link = SocialAccount.objects.get()
    assert response.url == "/compte/confirmer-l-adresse/"
    assert (user.email, user.get_full_name(), user.has_usable_password()) == (
        "secretariat@luzy.example",
        "Élodie Petit",
        False,
    )
    assert (link.user, link.provider, link.uid) == (user, proconnect.issuer, PERSON["sub"])
    assert link.extra_data == {"siren": "215801945"}
    assert not is_in(client)
    assert not EmailAddress.objects.get().verified

    client.post(re.search(r"http://testserver(/compte/confirmer-l-adresse/\S+)", mail.outbox[0].body)[1])

    assert go_in(client, next="/mon-espace/rejoindre/").url == "/mon-espace/rejoindre/"
    assert is_in(client)
    assert User.objects.count() == 1


@pytest.mark.parametrize(("confirmed", "left"), [(False, 0), (True, 1)])
def test_who_reads_the_mail_takes_the_account_from_who_asserted_its_address(
    client, proconnect, confirmed, left
):
    go_in(client)
    EmailAddress.objects.update(verified=confirmed)
    owner = Client()
    owner.post(reverse("account_reset_password"), {"email": PERSON["email"]})
    link = re.search(r"http://testserver(/compte/mot-de-passe/nouveau/\S+)", mail.outbox[-1].body)[1]
    form = owner.get(link, follow=True).redirect_chain[-1][0]

    owner.post(form, {"password1": PASSWORD, "password2": PASSWORD})

    assert User.objects.get().has_usable_password()
    assert SocialAccount.objects.count() == left


def test_person_is_known_by_issuer_and_subject_whatever_the_address(client, proconnect, member):
    proconnect.is_person(email="nouvelle@autun.example", given_name="Autre")

    assert go_in(client).url == "/mon-espace/"
    member.refresh_from_db()
    assert int(client.session[SESSION_KEY]) == member.pk
    assert (member.email, member.first_name) == ("mairie@luzy.example", "Camille")


def test_same_subject_of_another_issuer_is_somebody_else(client, proconnect):
    user = UserFactory()
    linked(user, "https://elsewhere.example/api/v2")

    go_in(client)

    assert SocialAccount.objects.get(provider=proconnect.issuer).user != user


def test_employer_follows_each_sign_in(client, proconnect, member):
    siren = {}
    for siret in ("21580194500013", "12345678900001", None):
        proconnect.is_person(siret=siret)
        go_in(client)
        siren[siret] = SocialAccount.objects.get().extra_data

    assert siren == {"21580194500013": {"siren": "215801945"}, "12345678900001": {}, None: {}}


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_sign_in_never_leads_elsewhere(client, member, target):
    assert go_in(client, next=target).url == "/mon-espace/"


def test_closed_account_stays_closed(client, member):
    User.objects.filter(pk=member.pk).update(is_active=False)

    assert go_in(client).url == reverse("account_inactive")
    assert not is_in(client)


def test_sign_in_with_pkce_where_the_provider_has_it(client, proconnect, member, settings):
    settings.PROCONNECT_PKCE = True
    proconnect.tell(pkce=True)

    assert go_in(client).url == "/mon-espace/"


def test_logged_in_person_links_and_unlinks(logged_in, proconnect, holder):
    assert "Relier ProConnect" in logged_in.get(ACCOUNT).content.decode()

    page = logged_in.get(way_back(logged_in.post(LINK)), follow=True)

    assert page.redirect_chain == [(ACCOUNT, 302)]
    assert "ProConnect est relié à votre compte" in page.content.decode()
    link = SocialAccount.objects.get(user=holder)
    assert (link.provider, link.uid) == (proconnect.issuer, PERSON["sub"])
    assert User.objects.count() == 1
    assert data_of(holder)["proconnect"][0]["extra_data"] == {"siren": "215801945"}
    browser = Client()
    assert go_in(browser).url == "/mon-espace/"

    page = logged_in.post(f"{ENTER}detacher/{link.pk}/", follow=True)

    assert "ProConnect est détaché de votre compte." in page.content.decode()
    assert not SocialAccount.objects.exists()


def test_linking_asks_for_the_password_first(client, proconnect, holder):
    client.force_login(holder, backend="django.contrib.auth.backends.ModelBackend")

    response = client.post(LINK)

    assert response.url == f"/compte/verifier/?next={LINK.replace('/', '%2F')}"
    page = client.post(response.url, {"password": PASSWORD})
    client.get(way_back(page))
    assert SocialAccount.objects.get().user == holder


def test_unlinking_asks_for_the_password_and_is_of_ones_own_account(
    client, logged_in, proconnect, member_of_another
):
    assert logged_in.post(f"{ENTER}detacher/{member_of_another.pk}/").status_code == 404
    browser = Client()
    browser.force_login(member_of_another.user, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.post(f"{ENTER}detacher/{member_of_another.pk}/").url.startswith("/compte/verifier/")

    assert SocialAccount.objects.filter(pk=member_of_another.pk).exists()


@pytest.fixture
def member_of_another(proconnect):
    user = UserFactory(password=PASSWORD)
    confirm_address(user)
    return linked(user, proconnect.issuer, sub="another")


def test_only_way_in_is_not_unlinked(client, proconnect):
    go_in(client)
    EmailAddress.objects.update(verified=True)
    go_in(client)

    page = client.post(f"{ENTER}detacher/{SocialAccount.objects.get().pk}/", follow=True)

    assert "Choisissez d’abord un mot de passe" in page.content.decode()
    assert SocialAccount.objects.exists()


def test_identity_of_another_account_is_not_taken(logged_in, proconnect, holder):
    other = UserFactory()
    linked(other, proconnect.issuer)

    page = logged_in.get(way_back(logged_in.post(LINK)), follow=True)

    assert "déjà reliée à un autre compte" in page.content.decode()
    assert SocialAccount.objects.get().user == other
    assert int(logged_in.session[SESSION_KEY]) == holder.pk


def test_link_begun_before_logging_out_links_nobody(logged_in, proconnect):
    back = way_back(logged_in.post(LINK))
    logged_in.logout()

    assert logged_in.get(back).status_code == 400
    assert not SocialAccount.objects.exists()


def test_leaving_ends_the_session_of_the_provider(client, proconnect, member):
    go_in(client)
    already = len(proconnect.ended)

    response = client.post("/compte/deconnexion/", {"next": "/fiches/"})

    assert not is_in(client)
    answer = requests.get(destination(response), allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    assert (back.path, len(parse_qs(back.query)["state"][0]) >= 32) == (
        "/compte/proconnect/deconnecte/",
        True,
    )
    assert proconnect.ended[already:] == [PERSON["sub"]]
    assert client.get(answer.headers["Location"]).url == "/"
    assert "Vous êtes déconnecté, de ce site et de ProConnect." in client.get(LOGIN).content.decode()


def test_leaving_needs_no_answer_of_the_provider(client, proconnect, member):
    go_in(client)
    proconnect.lie(broken={"openid-configuration": {"status": 503, "body": ""}})

    assert client.post("/compte/deconnexion/").status_code == 200
    assert not is_in(client)


def test_leaving_a_session_by_password_stays_here(client, proconnect, member):
    client.post(LOGIN, {"login": member.email, "password": PASSWORD})

    assert client.post("/compte/deconnexion/").url == "/"


@pytest.mark.parametrize(
    "level", ["eidas1", "eidas2", "https://proconnect.gouv.fr/assurance/consistency-checked-2fa"]
)
def test_moderator_still_gives_our_second_factor(client, proconnect, settings, level):
    settings.REQUIRE_MFA = True
    moderator = ModeratorFactory()
    confirm_address(moderator)
    linked(moderator, proconnect.issuer)
    secret = generate_totp_secret()
    TOTP.activate(moderator, secret)
    proconnect.is_person(acr=level)

    assert go_in(client, next="/admin/").url == "/compte/seconde-preuve/connexion/"
    assert not is_in(client)
    assert client.get("/admin/").url == f"{LOGIN}?next=/admin/"

    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post("/compte/seconde-preuve/connexion/", {"code": code})
    assert client.get(reverse("desk")).status_code == 200


def test_moderator_without_factor_may_only_choose_one(client, proconnect, settings):
    settings.REQUIRE_MFA = True
    moderator = ModeratorFactory()
    confirm_address(moderator)
    linked(moderator, proconnect.issuer)

    go_in(client)

    places = ["/admin/", "/mon-espace/", ACCOUNT]
    assert {client.get(place).headers.get("Location") for place in places} == {"/compte/seconde-preuve/"}
    assert client.post(LINK).url == "/compte/seconde-preuve/"


def test_site_refuses_half_a_configuration(settings):
    found = {}
    for issuer, client_id, in_service in [
        ("", "", True),
        ("https://auth.example", "", True),
        ("http://auth.example", "us", True),
        ("http://auth.example", "us", False),
    ]:
        settings.PROCONNECT_ISSUER, settings.IN_SERVICE = issuer, in_service
        settings.PROCONNECT_CLIENT_ID = settings.PROCONNECT_CLIENT_SECRET = client_id
        found[issuer, in_service] = [error.id for error in check_proconnect(None)]

    assert found == {
        ("", True): [],
        ("https://auth.example", True): ["portal.E003"],
        ("http://auth.example", True): ["portal.E004"],
        ("http://auth.example", False): [],
    }
