"""The signed link by which a collectivity corrects and signs a sheet without an account."""

from django.core import signing

from .signatory import Signatory

SALT = "practices.interviews.sign"  # a link signed for another purpose is not read here
DAYS = 30


def token_of(interview) -> str:
    """The secret of the last link sent; the ones before are known by another `link`."""
    return signing.dumps([interview.pk, interview.link], salt=SALT)


def read(token) -> Signatory | None:
    """Who holds this link; None when forged, or too old. What it still opens is for the rules to say."""
    try:
        return Signatory(*signing.loads(token, salt=SALT, max_age=DAYS * 24 * 3600))
    except signing.BadSignature:
        return None
