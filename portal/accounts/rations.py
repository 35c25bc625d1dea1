"""How often the doors of accounts may be tried, counted for all processes (see `practices.limits`).

Those by place are far above what a whole town hall does behind one address: the lock of one account at one
place (AXES_FAILURE_LIMIT) is the narrow one.
"""

from datetime import timedelta
from functools import wraps

from django.shortcuts import render

from practices import limits

WINDOW = timedelta(minutes=15)  # the page says so: templates/429.html
FAILURES_AN_HOUR = 500  # wrong passwords of one place
SIGNUPS = RESETS = 100  # of one place
RESETS_OF_ADDRESS = 5  # each is a mail
CONFIRMATIONS = 20  # of one account: the password is asked again

OF_PLACE = {"limit": FAILURES_AN_HOUR, "window": limits.HOUR}


def failed(request):
    """Count one wrong password of this place."""
    limits.take("login-failed", limits.client_address(request), **OF_PLACE)


def has_failed_enough(request) -> bool:
    """Whether this place is to wait before it tries another password."""
    return limits.is_spent("login-failed", limits.client_address(request), **OF_PLACE)


def _address(request):
    return request.POST.get("email", "").strip().lower() or None


def _account(request):
    return request.user.pk


def _rationed(view, kind, limit, key):
    """The same view, which takes so many posts of one key within the window; those that have none are not
    counted, or all who make the same mistake would count as one.
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        who = key(request) if request.method == "POST" else None
        if who is not None and not limits.take(kind, who, limit=limit, window=WINDOW):
            return _too_many(request)
        return view(request, *args, **kwargs)

    return wrapped


def _too_many(request):
    response = render(request, "429.html", status=429)
    response["Retry-After"] = int(WINDOW.total_seconds())
    return response


def signup(view):
    return _rationed(view, "signup", SIGNUPS, limits.client_address)


def reset(view):
    by_address = _rationed(view, "reset-address", RESETS_OF_ADDRESS, _address)
    return _rationed(by_address, "reset", RESETS, limits.client_address)


def confirmation(view):
    return _rationed(view, "confirm-password", CONFIRMATIONS, _account)
