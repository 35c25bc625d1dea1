"""What is said with the provider: its configuration, the exchange of the code, who the person is."""

import json

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from . import tokens
from .refusals import UNTRUSTED, WEAK, Refused

NEEDED = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
KEPT_SECONDS = 3600
MAX_SUBJECT = 191  # characters that allauth keeps; OpenID allows 255, ProConnect gives 64


class ProConnectAdapter(OpenIDConnectOAuth2Adapter):
    """allauth's client, with a configuration that is checked and one address to come back to."""

    @property
    def openid_config(self):
        return cache.get_or_set(f"proconnect:{settings.PROCONNECT_ISSUER}", _configuration, KEPT_SECONDS)

    def get_callback_url(self, request, app):
        return f"{settings.SITE_URL}{reverse('proconnect_callback')}"


def identify(adapter, *, code, state):
    """The claims of the person, and the ID token that says so, for the code of this request.

    `state` is what was kept when the person left. Raises Refused, OAuth2Error or RequestException.
    """
    app = adapter.get_provider().app
    client = adapter.get_client(adapter.request, app)
    answer = client.get_access_token(code, pkce_code_verifier=state.get("pkce_code_verifier"))
    expected = {
        "keys": _get_json(adapter.openid_config["jwks_uri"]),
        "issuer": settings.PROCONNECT_ISSUER,
        "audience": app.client_id,
    }
    id_token = answer.get("id_token")
    claims = tokens.read(id_token, required=tokens.OF_ID_TOKEN, **expected)
    tokens.check_nonce(claims, state.get("nonce"))
    _check_level(claims)
    info = _user_info(adapter.profile_url, answer["access_token"])
    person = tokens.read(info, required=tokens.OF_USER_INFO, **expected)
    subject = claims["sub"]
    if person["sub"] != subject or not subject or len(subject) > MAX_SUBJECT:
        raise Refused(UNTRUSTED, "sub")
    return person, id_token


def _check_level(claims):
    if settings.PROCONNECT_LEVELS and claims.get("acr") not in settings.PROCONNECT_LEVELS:
        raise Refused(WEAK, "acr")


def _configuration():
    """What the issuer publishes of itself; another issuer in its place is refused."""
    configuration = _get_json(f"{settings.PROCONNECT_ISSUER}/.well-known/openid-configuration")
    scheme = settings.PROCONNECT_ISSUER.partition("://")[0]
    addresses = [str(configuration.get(name, "")) for name in NEEDED]
    if configuration.get("issuer") != settings.PROCONNECT_ISSUER:
        raise Refused(UNTRUSTED, "issuer")
    if not all(address.startswith(f"{scheme}://") for address in addresses):
        raise Refused(UNTRUSTED, "configuration")
    return configuration


def _user_info(address, access_token):
    """The signed text; one that is not signed is refused when it is read."""
    return _get(address, headers={"Authorization": f"Bearer {access_token}"}).text


def _get_json(address):
    answer = _get(address).json()
    if not isinstance(answer, dict):
        raise Refused(UNTRUSTED, "not an object")
    return answer


def _get(address, **options):
    with get_adapter().get_requests_session() as session:
        answer = session.get(address, **options)
    answer.raise_for_status()
    return answer


def claims_asked() -> str:
    """The `claims` parameter: the level of the authentication, essential where we demand some."""
    demanded = {"essential": True, "values": settings.PROCONNECT_LEVELS}
    return json.dumps({"id_token": {"acr": demanded if settings.PROCONNECT_LEVELS else None}})
