"""The signed link by which a collectivity without an account answers: one row, one address, thirty days."""

from django.core import signing

from .models import Bearing

SALT = "practices.mutualisation.answer"  # a link signed for another purpose is not read here
LASTS = 30 * 24 * 3600  # seconds


def token_of(bearing) -> str:
    """The secret of the link that is sent to the address of this row."""
    return signing.dumps([bearing.pk, bearing.email], salt=SALT)


def bearing_of(token) -> Bearing | None:
    """The row that this link answers; None when forged, too old, or when the town changed the address."""
    try:
        key, email = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    rows = Bearing.objects.select_related("practice", "territory").exclude(email="")
    return rows.filter(pk=key, email=email).first()
