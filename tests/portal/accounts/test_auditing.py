"""The audit tells how those who enter the admin come in, and what proves who they are; of towns, nothing."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from portal.accounts.closing import close
from portal.accounts.forms import CODES_AN_HOUR
from portal.accounts.own_data import data_of
from practices.audit.acts import Act
from practices.audit.models import Entry
from practices.models.attempt import Attempt
from tests.factories.accounts import UserFactory, confirm_address
from tests.factories.practices import ModeratorFactory
from tests.factories.territories import MembershipFactory
from tests.portal.accounts.test_second_factor import CODE, LOGIN, PASSWORD, QUESTION, STAFF, code_of, log_in

pytestmark = pytest.mark.django_db
WRONG, NEW = "000000", "une autre phrase"


@pytest.fixture(autouse=True)
def required(settings):
    settings.REQUIRE_MFA = True
    cache.clear()


def ready(user):
    user.set_password(PASSWORD)
    user.save()
    confirm_address(user)
    return user


@pytest.fixture(params=STAFF)
def staff(request):
    return ready(STAFF[request.param]())


@pytest.fixture
def moderator():
    return ready(ModeratorFactory())


@pytest.fixture
def town():
    return ready(MembershipFactory(confirmed=True).user)


@pytest.fixture
def secret(moderator):
    secret = generate_totp_secret()
    TOTP.activate(moderator, secret)
    return secret


def told(user):
    """(act, by whom) of each line about this person, in order."""
    return [*Entry.objects.filter(person=user).order_by("pk").values_list("action", "user")]


def test_sign_in_of_whoever_enters_the_admin(client, staff):
    log_in(client, staff)

    assert told(staff) == [(Act.SIGN_IN, staff.pk)]


def test_sign_in_waits_for_the_second_factor(client, moderator, secret):
    log_in(client, moderator)
    client.post(CODE, {"code": WRONG})
    client.post(CODE, {"code": code_of(secret)})

    assert told(moderator) == [
        (Act.ADD_FACTOR, None),
        (Act.FAIL_FACTOR, None),
        (Act.SIGN_IN, moderator.pk),
    ]


def test_code_refused_within_a_session(client, moderator, secret):
    client.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")
    client.post(QUESTION, {"code": WRONG})

    assert told(moderator)[-1] == (Act.FAIL_FACTOR, None)


def test_nothing_is_told_of_a_town(client, town):
    for _ in range(11):
        client.post(LOGIN, {"login": town.email, "password": "mauvais"})
    cache.clear()
    client.post(LOGIN, {"login": town.email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.1")
    TOTP.activate(town, generate_totp_secret())
    Authenticator.objects.filter(user=town).delete()

    assert client.session.get("_auth_user_id") == str(town.pk)
    assert not Entry.objects.filter(action__startswith="accounts.").exists()


def test_lock_of_the_password_is_told_once_though_somebody_goes_on(client, moderator):
    for _ in range(12):
        client.post(LOGIN, {"login": moderator.email.upper(), "password": "mauvais"})

    assert told(moderator) == [(Act.LOCK_OUT, None)]


def test_lock_is_told_again_an_hour_later(client, moderator):
    for _ in range(2):
        for _ in range(10):
            client.post(LOGIN, {"login": moderator.email, "password": "mauvais"})
        Attempt.objects.all().delete()

    assert told(moderator) == [(Act.LOCK_OUT, None)] * 2


def test_lock_names_who_logs_in_by_another_address(client, moderator):
    confirm_address(moderator, "autre@association.example")
    for _ in range(10):
        client.post(LOGIN, {"login": "autre@association.example", "password": "mauvais"})

    assert told(moderator) == [(Act.LOCK_OUT, None)]


def test_address_that_nobody_has_locks_nobody(client, moderator):
    for _ in range(10):
        client.post(LOGIN, {"login": "personne@association.example", "password": "mauvais"})

    assert told(moderator) == []
    assert not Entry.objects.filter(action=Act.LOCK_OUT).exists()


def test_lock_of_the_codes(client, moderator, secret):
    log_in(client, moderator)
    for _ in range(CODES_AN_HOUR + 2):
        cache.clear()  # another process
        client.post(CODE, {"code": WRONG})

    acts = [act for act, _ in told(moderator)]
    assert acts == [Act.ADD_FACTOR, *[Act.FAIL_FACTOR] * CODES_AN_HOUR, Act.LOCK_OUT]


def test_factor_chosen_then_removed_by_oneself(client, moderator):
    log_in(client, moderator)
    client.post("/compte/verifier/", {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    client.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")
    client.post(QUESTION, {"code": code_of(secret)})
    client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))

    assert [line for line in told(moderator) if line[0] != Act.SIGN_IN] == [
        (Act.ADD_FACTOR, moderator.pk),
        (Act.MAKE_CODES, moderator.pk),
        (Act.MAKE_CODES, moderator.pk),
        (Act.REMOVE_FACTOR, moderator.pk),
    ]


def test_factor_reset_from_a_shell(moderator, secret):
    Authenticator.objects.filter(user=moderator).delete()

    assert told(moderator)[-1] == (Act.REMOVE_FACTOR, None)


def test_account_that_is_closed_loses_its_factor_without_a_word(moderator, secret):
    close(moderator)

    assert not Entry.objects.filter(action=Act.REMOVE_FACTOR).exists()


def test_password_changed_by_oneself_or_by_mail(client, moderator, settings):
    settings.REQUIRE_MFA = False
    log_in(client, moderator)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post(reverse("account_change_password"), form)
    client.logout()
    mail.outbox.clear()
    client.post(reverse("account_reset_password"), {"email": moderator.email})
    link = re.search(r"http://testserver(/compte/mot-de-passe/nouveau/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})

    assert told(moderator) == [
        (Act.SIGN_IN, moderator.pk),
        (Act.CHANGE_PASSWORD, moderator.pk),
        (Act.CHANGE_PASSWORD, None),
    ]


def test_lines_hold_keys_alone(client, moderator, secret):
    log_in(client, moderator)
    client.post(CODE, {"code": WRONG}, REMOTE_ADDR="192.0.2.77")

    lines = " ".join(str(line) for line in Entry.objects.values_list())
    assert not any(word in lines for word in (WRONG, secret, moderator.email, PASSWORD, "192.0.2"))


def test_person_reads_them_in_their_data(client, moderator, secret):
    log_in(client, moderator)
    client.post(CODE, {"code": WRONG})
    client.post(CODE, {"code": code_of(secret)})

    data = data_of(moderator)

    assert [line["acte"] for line in data["actes"]] == ["Connexion"]
    assert [line["acte"] for line in data["sur_le_compte"]] == [
        "Double authentification\u00a0: moyen ajouté",
        "Double authentification\u00a0: code refusé",
    ]


def test_administrators_alone_read_them_at_the_desk(client, moderator, settings):
    settings.REQUIRE_MFA = False
    client.force_login(moderator)
    assert client.get(reverse("desk_audit")).context["lines"] == []

    client.force_login(UserFactory(superuser=True))
    line = client.get(reverse("desk_audit"), {"person": moderator.pk}).context["lines"][0]

    assert (line.act, line.who, line.other) == ("Connexion", str(moderator), "")
