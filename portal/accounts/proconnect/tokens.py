"""The signed tokens of the provider: nothing that they say is read before all of it is checked."""

import jwt
from django.utils.crypto import constant_time_compare

from .refusals import UNTRUSTED, Refused

ALGORITHMS = ["RS256", "ES256"]  # never what the token itself proposes, and never one with a shared key
LEEWAY = 30  # seconds between the clocks of two servers
OF_ID_TOKEN = ["iss", "aud", "sub", "exp", "iat"]
OF_USER_INFO = ["iss", "aud", "sub"]


def read(token, *, keys, issuer, audience, required) -> dict:
    """The claims of a token that the issuer signed for us.

    `keys` is the key set of the provider, as it was received. Raises Refused.
    """
    try:
        claims = jwt.decode(
            token,
            _key_of(token, keys),
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY,
            options={"require": required},
        )
    except (jwt.PyJWTError, TypeError, ValueError, AttributeError) as error:
        raise Refused(UNTRUSTED, type(error).__name__) from error
    others = claims["aud"] not in (audience, [audience])
    if claims.get("azp", None if others else audience) != audience:
        raise Refused(UNTRUSTED, "azp")
    return claims


def check_nonce(claims, nonce):
    """The token answers this very request, and no earlier one. Raises Refused."""
    if not nonce or not constant_time_compare(str(claims.get("nonce")), nonce):
        raise Refused(UNTRUSTED, "nonce")


def _key_of(token, keys):
    name = jwt.get_unverified_header(token).get("kid")
    for key in jwt.PyJWKSet.from_dict(keys).keys:
        if key.key_id == name and key.public_key_use in (None, "sig"):
            return key
    raise jwt.InvalidKeyError("unknown key")
