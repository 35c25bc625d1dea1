"""How often something may be done, for all processes together: a table, since each has its own cache."""

from datetime import timedelta
from ipaddress import IPv6Interface, ip_address

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models.attempt import Attempt

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@transaction.atomic
def take(kind, key, *, limit, window) -> bool:
    """Count one use by this key, unless it has had `limit` of them within the window; tell which."""
    now = timezone.now()
    of_kind = Attempt.objects.filter(kind=kind)
    of_kind.filter(made_at__lt=now - window).delete()
    digest = _digest(kind, key)
    if of_kind.filter(key=digest).count() >= limit:
        return False
    Attempt.objects.create(kind=kind, key=digest, made_at=now)
    return True


def is_spent(kind, key, *, limit, window) -> bool:
    """Whether this key has had `limit` uses within the window; counts none."""
    uses = Attempt.objects.filter(kind=kind, key=_digest(kind, key), made_at__gte=timezone.now() - window)
    return uses.count() >= limit


def forget(kind, key):
    """Start the count of this key again, as after a proof that its uses were rightful."""
    Attempt.objects.filter(kind=kind, key=_digest(kind, key)).delete()


def _digest(kind, key):
    return salted_hmac(f"practices.limits.{kind}", str(key), algorithm="sha256").hexdigest()


def client_address(request) -> str:
    """The address that the outermost trusted proxy saw; what the client adds in front is not believed.

    Of IPv6, the network of 64 bits that holds it: one line is given as many, and may change at each request.
    """
    proxies = settings.TRUSTED_PROXIES
    chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    seen = chain[-proxies] if proxies and len(chain) >= proxies else request.META.get("REMOTE_ADDR", "")
    return _place(seen)


def _place(seen):
    try:
        address = ip_address(seen)
    except ValueError:  # a socket of the machine has none
        return seen
    address = getattr(address, "ipv4_mapped", None) or address
    if address.version == 4:
        return str(address)
    return str(IPv6Interface((address, 64)).network.network_address)
