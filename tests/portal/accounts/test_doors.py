"""One way in: allauth's. Wagtail's own pages give no session; failures lock a person at one place."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.accounts import rations
from portal.accounts.models import User
from practices import limits
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/compte/connexion/"
SIGNUP = "/compte/inscription/"
PASSWORD = "un mot de passe long"


@pytest.fixture(autouse=True)
def no_former_failure():
    cache.clear()


@pytest.fixture
def account():
    user = UserFactory(email="mairie@luzy.example", password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def moderator(account):
    group = Group.objects.create(name="Modérateurs")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    account.groups.add(group)
    return account


def log_in(client, email="mairie@luzy.example", password=PASSWORD, place="192.0.2.1", **data):
    return client.post(LOGIN, {"login": email, "password": password, **data}, REMOTE_ADDR=place)


def is_in(client):
    return SESSION_KEY in client.session


def test_login_opens_the_space_of_the_person(client, account):
    assert log_in(client, "Mairie@Luzy.Example").url == "/mon-espace/"
    assert is_in(client)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_login_never_leads_elsewhere(client, account, target):
    assert log_in(client, next=target).url == "/mon-espace/"


def test_login_leads_back_to_the_page_that_asked(client, account):
    assert log_in(client, next="/mon-espace/rejoindre/").url == "/mon-espace/rejoindre/"


def test_admin_login_of_wagtail_gives_no_session(client, moderator):
    for method in (client.get, client.post):
        response = method("/admin/login/?next=/admin/", {"username": moderator.email, "password": PASSWORD})
        assert response.status_code == 302
        assert response.url.startswith(LOGIN)
    client.post("/admin/login/", {"login": moderator.email, "password": PASSWORD}, follow=True)

    assert not is_in(client)
    assert client.get("/admin/").url == f"{LOGIN}?next=/admin/"


def test_no_other_address_logs_in_or_resets_a_password(client, moderator):
    for path in ("/admin/password_reset/", "/admin/password_reset/done/", "/admin/account/change_password/"):
        assert client.post(path, {"email": moderator.email, "password": PASSWORD}).status_code in (302, 404)

    assert not is_in(client)
    assert not mail.outbox


def test_admin_is_for_staff_groups_alone(client, account):
    log_in(client)
    assert client.get("/admin/").status_code == 403
    client.logout()

    group = Group.objects.create(name="Modérateurs")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    account.groups.add(group)
    log_in(client)

    assert client.get("/admin/").status_code == 200


def test_ten_failures_lock_the_pair_and_nobody_else(client, account):
    colleague = UserFactory(email="maire@luzy.example", password=PASSWORD)
    EmailAddress.objects.create(user=colleague, email=colleague.email, verified=True, primary=True)
    for _ in range(10):
        last = log_in(client, password="mauvais")

    assert last.status_code == 429
    assert "Trop d’essais" in last.content.decode()
    assert log_in(client, email="MAIRIE@luzy.example").status_code == 429
    assert not is_in(client)

    assert log_in(client, email=colleague.email).status_code == 302
    client.logout()
    assert log_in(client, place="192.0.2.2").status_code == 302


def test_whoever_asks_too_often_is_told_in_french_when_to_try_again(client, account):
    for _ in range(6):
        response = client.post(reverse("account_reset_password"), {"email": account.email})

    assert response.status_code == 429
    assert '<html lang="fr">' in response.text
    assert "Réessayez dans un quart d’heure" in response.text
    assert len(mail.outbox) == 5


def test_wrong_passwords_of_a_place_are_counted_for_all_processes(client, account):
    for _ in range(2):
        cache.clear()  # another process
        log_in(client, password="mauvais")
    spend("login-failed", "192.0.2.1", rations.FAILURES_AN_HOUR - 2, limits.HOUR)

    refused, elsewhere = log_in(client), log_in(Client(), place="192.0.2.2")

    assert "Trop d’essais depuis cet endroit. Réessayez dans une heure." in refused.text
    assert elsewhere.status_code == 302


def spend(kind, key, times, window=rations.WINDOW):
    """As other processes did."""
    for _ in range(times):
        limits.take(kind, key, limit=1_000, window=window)


@pytest.mark.parametrize(
    ("kind", "limit", "name"),
    [
        ("signup", rations.SIGNUPS, "account_signup"),
        ("reset", rations.RESETS, "account_reset_password"),
        ("reset-address", rations.RESETS_OF_ADDRESS, "account_reset_password"),
        ("confirm-password", rations.CONFIRMATIONS, "account_reauthenticate"),
    ],
)
def test_each_ration_is_counted_for_all_processes(client, account, kind, limit, name):
    client.force_login(account)
    keys = {"reset-address": account.email, "confirm-password": account.pk}
    posted = {"email": account.email, "password": "mauvais"}
    spend(kind, keys.get(kind, "127.0.0.1"), limit - 1)

    answers = [client.post(reverse(name), posted) for _ in range(2)]

    assert [answer.status_code == 429 for answer in answers] == [False, True]
    assert answers[1]["Retry-After"] == "900"


def test_forms_that_name_nobody_do_not_stop_each_other(client):
    empty = {"email": " ", "password": ""}
    spend("reset-address", "", rations.RESETS_OF_ADDRESS)
    spend("confirm-password", None, rations.CONFIRMATIONS)

    answers = [
        client.post(reverse(f"account_{name}"), empty) for name in ("reset_password", "reauthenticate")
    ]

    assert [answer.status_code for answer in answers] == [200, 302]


def test_town_hall_behind_one_address_logs_in_one_after_the_other(account):
    for number in range(101):
        log_in(Client(), email=f"agent-{number}@luzy.example", password="mauvais")

    assert log_in(Client()).status_code == 302


def test_nine_failures_then_the_right_password_start_over(client, account):
    for _ in range(2):
        for _ in range(9):
            log_in(client, password="mauvais")
        assert log_in(client).status_code == 302
        client.logout()


def test_forged_forwarded_address_does_not_escape_the_lock(client, account):
    for rank in range(10):
        client.post(
            LOGIN,
            {"login": account.email, "password": "mauvais"},
            REMOTE_ADDR="192.0.2.1",
            HTTP_X_FORWARDED_FOR=f"10.0.0.{rank}",
        )

    assert log_in(client).status_code == 429


def test_address_behind_a_trusted_proxy_is_the_one_it_saw(client, account, settings):
    settings.TRUSTED_PROXIES = 1
    for rank in range(10):
        client.post(
            LOGIN,
            {"login": account.email, "password": "mauvais"},
            REMOTE_ADDR="127.0.0.1",
            HTTP_X_FORWARDED_FOR=f"10.0.0.{rank}, 192.0.2.1",
        )

    response = client.post(
        LOGIN,
        {"login": account.email, "password": PASSWORD},
        REMOTE_ADDR="127.0.0.1",
        HTTP_X_FORWARDED_FOR="192.0.2.1",
    )
    assert response.status_code == 429


def test_login_says_the_same_of_a_wrong_password_and_of_an_unknown_address(client, account):
    wrong = log_in(client, password="mauvais").context["form"].errors
    unknown = log_in(client, email="personne@luzy.example").context["form"].errors

    assert wrong == unknown


def test_wrong_password_leads_to_the_link_that_gives_another(client, account):
    response = log_in(client, password="mauvais")

    assert "«\u00a0Mot de passe oublié\u202f?\u00a0»" in response.context["form"].non_field_errors()[0]
    assert f'href="{reverse("account_reset_password")}"' in response.text


@pytest.fixture
def person(form_token):
    return {
        "email": "Secretariat@Autun.example",
        "first_name": "Élodie",
        "last_name": "Petit",
        "password1": "une phrase assez longue",
        "form_token": form_token(),
    }


def test_signup_makes_an_account_that_waits_for_its_address(client, person):
    response = client.post(SIGNUP, person)

    user = User.objects.get()
    assert response.url == "/compte/confirmer-l-adresse/"
    assert (user.email, user.get_full_name()) == ("secretariat@autun.example", "Élodie Petit")
    assert not is_in(client)
    link = re.search(r"http://testserver(/compte/confirmer-l-adresse/\S+)", mail.outbox[0].body)[1]
    assert f'href="http://testserver{link}"' in mail.outbox[0].alternatives[0][0]

    assert not EmailAddress.objects.get().verified
    assert client.get(link).status_code == 200
    assert not EmailAddress.objects.get().verified
    client.post(link)

    assert EmailAddress.objects.get().verified
    assert log_in(client, user.email, person["password1"]).url == "/mon-espace/"


def test_signup_with_a_known_address_says_the_same(client, person, account):
    first = client.post(SIGNUP, person)
    second = client.post(SIGNUP, person | {"email": account.email})

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert User.objects.count() == 2
    assert "existe déjà" in mail.outbox[1].body


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "pas une adresse"}, "email"),
        ({"password1": "court"}, "password1"),
        ({"first_name": ""}, "first_name"),
        ({"website": "https://spam.example"}, "__all__"),
        ({"form_token": "forgé"}, "__all__"),
    ],
)
def test_signup_keeps_what_was_typed(client, person, changes, field):
    response = client.post(SIGNUP, person | changes)

    assert set(response.context["form"].errors) == {field}
    assert 'value="Petit"' in response.content.decode()
    assert not User.objects.exists()


def test_signup_says_what_is_missing_and_nothing_of_robots(client):
    form = client.get(SIGNUP).context["form"]
    empty = client.post(SIGNUP, {"form_token": form.initial["form_token"]})

    assert set(empty.context["form"].errors) == {"email", "first_name", "last_name", "password1"}


def test_signup_filled_in_by_the_browser_meets_no_guard(client, person, monkeypatch):
    now = time.time()
    token = client.get(SIGNUP).context["form"].initial["form_token"]
    monkeypatch.setattr("practices.forms.robots.time.time", lambda: now + 1.5)

    assert client.post(SIGNUP, person | {"form_token": token}).status_code == 302


def test_signup_ignores_extra_fields(client, person):
    client.post(SIGNUP, person | {"is_superuser": "1", "is_staff": "1", "groups": "1"})

    user = User.objects.get()
    assert (user.is_superuser, user.is_staff, user.groups.count()) == (False, False, 0)


def test_password_is_chosen_again_by_mail(client, account):
    client.post(reverse("account_reset_password"), {"email": account.email})
    link = re.search(r"http://testserver(/compte/mot-de-passe/nouveau/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    client.post(
        form.redirect_chain[-1][0], {"password1": "une autre phrase", "password2": "une autre phrase"}
    )

    assert log_in(client, password="une autre phrase").url == "/mon-espace/"


def said(response):
    """What the visitor reads, but for what differs at each reading."""
    return re.sub(r'(nonce|value)="[^"]*"', "", response.content.decode())


def test_password_reset_says_the_same_of_an_unknown_address(client, account):
    pages = [
        client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in (account.email, "personne@luzy.example")
    ]

    assert pages[0].redirect_chain == pages[1].redirect_chain
    assert said(pages[0]) == said(pages[1])


def test_signup_shows_the_same_page_for_a_known_address(person, account):
    pages = [
        Client().post(SIGNUP, person | {"email": email}, follow=True)
        for email in (account.email, "nouvelle@luzy.example")
    ]

    assert pages[0].redirect_chain == pages[1].redirect_chain
    assert said(pages[0]).replace(account.email, "") == said(pages[1]).replace("nouvelle@luzy.example", "")


class CountingHasher(MD5PasswordHasher):
    """Hashing is what a sign-up takes its time for."""

    hashed = 0

    def encode(self, *args):
        CountingHasher.hashed += 1
        return super().encode(*args)


def test_signup_hashes_as_much_for_a_known_address(person, account, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    counts = []
    for email in (account.email, "nouvelle@luzy.example"):
        CountingHasher.hashed = 0
        Client().post(SIGNUP, person | {"email": email})
        counts.append(CountingHasher.hashed)

    assert counts == [1, 1]


def test_login_hashes_as_much_for_an_unknown_address(account, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    User.objects.update(password=make_password(PASSWORD))
    counts = []
    for email in (account.email, "personne@luzy.example"):
        CountingHasher.hashed = 0
        log_in(Client(), email=email, password="mauvais")
        counts.append(CountingHasher.hashed)

    assert counts[0] == counts[1] > 0


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_email_verification_sent",
        "account_inactive",
    ],
)
def test_pages_for_visitors_are_in_french(client, name):
    response = client.get(reverse(name))

    html = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="fr">' in html
    assert not re.search(r"\b(Password|Sign|Email address|Forgot)\b", html)


@pytest.mark.parametrize(
    ("name", "field"),
    [("account_login", "login"), ("account_signup", "email"), ("account_reset_password", "email")],
)
def test_address_has_one_name(client, name, field):
    response = client.get(reverse(name))

    assert response.context["form"].fields[field].label.startswith("Adresse électronique")
    assert not re.search(r"e-?mail\b(?![\"@])", re.sub(r"<[^>]+>", "", response.text), re.I)


def test_address_has_the_same_name_in_ones_account(client, account):
    log_in(client)

    response = client.get(reverse("account_email"))

    taken = client.post(reverse("account_email"), {"action_add": "", "email": account.email})
    kept = client.post(reverse("account_email"), {"action_remove": "", "email": account.email}, follow=True)

    assert response.context["form"].fields["email"].label == "Adresse électronique"
    for page in (response, taken, kept):
        assert "e-mail" not in page.text.lower()
    assert taken.context["form"].errors["email"] == ["Cette adresse est déjà celle de votre compte."]
    assert "est votre adresse principale" in kept.text


@pytest.mark.parametrize(
    "name", ["account_email", "account_change_password", "account_logout", "account_reauthenticate"]
)
def test_pages_of_the_account_are_shown(client, account, name):
    log_in(client)

    assert client.get(reverse(name)).status_code == 200
