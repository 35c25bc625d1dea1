"""ProConnect for allauth, which finds this module by its name.

A link is known by (issuer, sub): allauth's unique pair (provider, uid) of an account, whose provider is the
issuer here. A site that goes from the test platform to the real one therefore keeps no link of the former.
"""

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.core.exceptions import ValidationError
from django.utils.crypto import get_random_string

from practices.territories.siren import clean_siren

from .exchange import ProConnectAdapter, claims_asked

SCOPES = ["openid", "given_name", "usual_name", "email", "siret"]
NONCE_LENGTH = 43  # ProConnect wants 32 at least
NAME_LENGTH = 150  # of an account's first and last names


class ProConnectProvider(OpenIDConnectProvider):
    id = "proconnect"
    name = "ProConnect"
    oauth2_adapter_class = ProConnectAdapter
    supports_token_authentication = False

    def get_scope(self):
        return SCOPES

    def redirect(self, request, process, next_url=None, data=None, **kwargs):
        """Towards the provider; nothing of the request adds a parameter or a scope."""
        nonce = get_random_string(NONCE_LENGTH)
        asked = {"nonce": nonce, "claims": claims_asked()}
        return super().redirect(request, process, next_url, data, auth_params=asked, nonce=nonce)

    def extract_uid(self, data):
        return data["sub"]

    def extract_common_fields(self, data):
        return {
            "email": _text(data.get("email")),
            "first_name": _text(data.get("given_name"))[:NAME_LENGTH],
            "last_name": _text(data.get("usual_name"))[:NAME_LENGTH],
        }

    def extract_email_addresses(self, data):
        """To be confirmed by our own mail: each employer's service answers for its addresses as it likes."""
        email = _text(data.get("email"))
        return [EmailAddress(email=email, verified=False, primary=True)] if email else []

    def extract_extra_data(self, data):
        """The SIREN of the employer alone: nothing else is kept of what was said."""
        try:
            return {"siren": clean_siren(_text(data.get("siret"))[:9])}
        except ValidationError:
            return {}


def _text(value):
    return value.strip() if isinstance(value, str) else ""


provider_classes = [ProConnectProvider]
