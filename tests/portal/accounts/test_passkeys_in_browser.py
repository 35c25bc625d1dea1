"""A passkey, held by the virtual authenticator of a real browser: added, then enough to log in."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from tests.factories.accounts import UserFactory, confirm_address

pytestmark = pytest.mark.browser
PASSWORD = "un mot de passe long"
VIRTUAL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_passkey_is_added_then_opens_the_session(page, live_server, settings):
    cache.clear()
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the test's server has no TLS
    settings.REQUIRE_MFA = True
    user = UserFactory(superuser=True, password=PASSWORD)
    confirm_address(user)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL})
    page.goto(f"{live_server.url}/compte/connexion/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.get_by_role("link", name="Ajouter une clé").click()
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Confirmer").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Ajouter la clé").click()
    page.get_by_role("heading", name="Codes de secours").wait_for()
    assert Authenticator.objects.filter(user=user, type="webauthn").count() == 1

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/compte/connexion/?next=/admin/")
    page.get_by_role("button", name="Me connecter sans mot de passe").click()
    page.wait_for_url(f"{live_server.url}/admin/")
