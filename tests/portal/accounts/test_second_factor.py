"""No way into a moderator's session with the password alone (reliability S7)."""

import re
import time
from contextlib import suppress

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.views import LoginView
from django.core import mail
from django.core.cache import cache
from django.urls import Resolver404, get_resolver, resolve, reverse

from portal.accounts.forms import CODES_AN_HOUR
from portal.checks import check_second_factor
from practices import limits
from tests.factories.accounts import UserFactory, confirm_address
from tests.factories.practices import ModeratorFactory

pytestmark = pytest.mark.django_db
LOGIN = "/compte/connexion/"
PASSWORD = "un mot de passe long"
CODE = "/compte/seconde-preuve/connexion/"
CHOICE = "/compte/seconde-preuve/"
QUESTION = "/compte/seconde-preuve/verifier/"
PLACES = ["/", "/admin/", "/mon-espace/", "/compte/adresses/", "/compte/mot-de-passe/modifier/"]


@pytest.fixture(autouse=True)
def required(settings):
    settings.REQUIRE_MFA = True
    cache.clear()


def make_editor():
    group = Group.objects.create(name="Éditeurs")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = UserFactory()
    user.groups.add(group)
    return user


STAFF = {
    "moderator": ModeratorFactory,
    "editor": make_editor,
    "administrator": lambda: UserFactory(superuser=True),
}


@pytest.fixture(params=STAFF)
def staff(request):
    user = STAFF[request.param]()
    user.set_password(PASSWORD)
    user.save()
    confirm_address(user)
    return user


@pytest.fixture
def secret(staff):
    secret = generate_totp_secret()
    TOTP.activate(staff, secret)
    RecoveryCodes.activate(staff)
    return secret


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def log_in(client, user):
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD})


def test_staff_without_factor_may_only_choose_one(client, staff):
    log_in(client, staff)

    assert {client.get(place).headers.get("Location") for place in PLACES} == {CHOICE}
    assert client.get(CHOICE).status_code == 200


@pytest.mark.django_db(transaction=True)  # allauth tells of a new factor once it is committed
def test_staff_chooses_a_factor_and_goes_on(client, staff):
    log_in(client, staff)
    client.post("/compte/verifier/", {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert client.get("/admin/account/").status_code == 200


def test_password_alone_opens_no_session(client, staff, secret):
    response = log_in(client, staff)

    assert response.url == "/compte/seconde-preuve/connexion/"
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/").url == f"{LOGIN}?next=/admin/"


def test_code_opens_the_session(client, staff, secret):
    log_in(client, staff)
    assert client.get("/compte/seconde-preuve/connexion/").status_code == 200

    client.post("/compte/seconde-preuve/connexion/", {"code": code_of(secret)})

    assert client.get("/admin/account/").status_code == 200


def test_recovery_code_opens_the_session_once(client, staff, secret):
    code = staff.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    entered = []
    for _ in range(2):
        log_in(client, staff)
        client.post("/compte/seconde-preuve/connexion/", {"code": code})
        entered.append("_auth_user_id" in client.session)
        client.logout()

    assert entered == [True, False]


def test_session_without_the_factor_leads_to_the_question_from_everywhere(client, staff, secret):
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    places = [*PLACES, CHOICE, reverse("mfa_deactivate_totp"), reverse("mfa_add_webauthn")]
    places += [reverse("mfa_view_recovery_codes"), reverse("mfa_download_recovery_codes")]

    answers = {place: client.get(place).headers.get("Location") for place in places}

    assert answers == {place: f"{QUESTION}?next={place.replace('/', '%2F')}" for place in places}
    client.post(f"{QUESTION}?next=/admin/", {"code": code_of(secret)})
    assert client.get("/admin/account/").status_code == 200


def test_session_from_before_the_role_is_asked(client):
    user = UserFactory()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/mon-espace/").status_code == 200

    user.is_staff = True
    user.save()

    assert client.get("/mon-espace/").url == CHOICE


def test_password_giving_again_is_no_second_factor(client, staff, secret):
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")

    response = client.post("/compte/verifier/", {"password": PASSWORD})

    assert response.url.startswith(QUESTION)


def test_password_reset_opens_no_session_and_keeps_the_factor(client, staff, secret):
    client.post(reverse("account_reset_password"), {"email": staff.email})
    link = re.search(r"http://testserver(/compte/mot-de-passe/nouveau/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "une autre phrase", "password2": "une autre phrase"})

    assert "_auth_user_id" not in client.session
    response = client.post(LOGIN, {"login": staff.email, "password": "une autre phrase"})
    assert response.url == "/compte/seconde-preuve/connexion/"


DOORS_OF_WAGTAIL = ["/admin/login/", "/admin/password_reset/", "/_util/login/"]


def knock(client, path, user):
    client.post(path, {"username": user.email, "password": PASSWORD, "email": user.email}, follow=True)
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("path", DOORS_OF_WAGTAIL)
def test_doors_of_wagtail_open_no_session(client, staff, secret, path):
    assert not knock(client, path, staff)


@pytest.mark.parametrize("path", DOORS_OF_WAGTAIL)
@pytest.mark.parametrize("confirmed", [True, False])
def test_doors_of_wagtail_open_no_session_to_a_town(client, path, confirmed):
    """Which may have chosen a second factor, or not have confirmed its address."""
    user = UserFactory(password=PASSWORD)
    if confirmed:
        confirm_address(user)
        TOTP.activate(user, generate_totp_secret())

    assert not knock(client, path, user)


def views_of(patterns, prefix="/"):
    """The view that answers each address without an argument: the first that has it."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from views_of(pattern.url_patterns, path)
        else:
            with suppress(Resolver404):
                yield resolve(path).func


def test_no_address_answers_by_a_login_that_knows_no_second_factor():
    classes = {getattr(view, "view_class", object) for view in views_of(get_resolver().url_patterns)}

    assert [found for found in classes if issubclass(found, LoginView)] == []


def test_town_enters_by_its_password(client):
    user = UserFactory(password=PASSWORD)
    confirm_address(user)

    assert log_in(client, user).url == "/mon-espace/"
    assert client.get("/mon-espace/").status_code == 200


def test_nothing_is_asked_while_it_is_off_and_the_login_page_says_so(client, staff, settings):
    said = "la double authentification n’y est obligatoire pour personne"
    assert said not in client.get(LOGIN).content.decode()
    settings.REQUIRE_MFA = False

    html = client.get(LOGIN).content.decode()
    assert said in html
    assert "REQUIRE_MFA" not in html
    log_in(client, staff)
    assert client.get("/mon-espace/").status_code == 200


@pytest.mark.parametrize(
    ("in_service", "is_on", "found"), [(True, False, ["portal.E002"]), (True, True, []), (False, False, [])]
)
def test_site_in_service_refuses_to_do_without(settings, in_service, is_on, found):
    settings.IN_SERVICE, settings.REQUIRE_MFA = in_service, is_on

    assert [error.id for error in check_second_factor(None)] == found


@pytest.mark.parametrize(
    "name",
    ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "account_reauthenticate"],
)
def test_pages_of_the_second_factor_are_in_french(client, name):
    user = UserFactory(password=PASSWORD)
    confirm_address(user)
    log_in(client, user)
    if name != "account_reauthenticate":
        client.post("/compte/verifier/", {"password": PASSWORD})

    html = client.get(reverse(name)).content.decode()

    assert '<html lang="fr">' in html
    assert not re.search(r"\b(Authenticator|Security|Passwordless|Code:|Sign)\b", html)


@pytest.mark.parametrize(
    "name", ["account", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn"]
)
def test_second_factor_has_one_name(client, name):
    user = UserFactory(password=PASSWORD)
    confirm_address(user)
    log_in(client, user)
    client.post("/compte/verifier/", {"password": PASSWORD})

    html = client.get(reverse(name)).text

    assert "seconde preuve" not in html
    assert "deux facteurs" not in html


def test_key_says_what_doing_without_a_password_takes(client):
    user = UserFactory(password=PASSWORD)
    confirm_address(user)
    log_in(client, user)
    client.post("/compte/verifier/", {"password": PASSWORD})

    html = client.get(reverse("mfa_add_webauthn")).text

    assert "Me connecter avec cette clé, sans mot de passe" in html
    assert "à votre empreinte, à votre visage ou à son code" in html


@pytest.mark.parametrize("staff", ["moderator"], indirect=True)
def test_codes_are_counted_by_account_wherever_they_come_from(client, staff, secret):
    log_in(client, staff)
    wrong = f"{(int(code_of(secret)) + 500_000) % 1_000_000:06d}"

    for number in range(CODES_AN_HOUR):
        cache.clear()  # another process
        client.post(CODE, {"code": wrong}, REMOTE_ADDR=f"192.0.2.{number}")
    cache.clear()
    refused = client.post(CODE, {"code": code_of(secret)}, REMOTE_ADDR="192.0.2.200")

    assert "Trop de codes essayés pour ce compte. Réessayez dans une heure." in refused.content.decode()
    assert not client.session.get("_auth_user_id")


@pytest.mark.parametrize("staff", ["moderator"], indirect=True)
def test_right_code_starts_the_count_again(client, staff, secret):
    for _ in range(CODES_AN_HOUR - 1):
        limits.take("code", staff.pk, limit=CODES_AN_HOUR, window=limits.HOUR)
    log_in(client, staff)

    client.post(CODE, {"code": code_of(secret)})

    assert client.session.get("_auth_user_id") == str(staff.pk)
    assert limits.take("code", staff.pk, limit=1, window=limits.HOUR)
