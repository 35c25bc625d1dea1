"""Leaving the site for the provider, to sign in or to end the session there."""

from allauth.core.internal.httpkit import add_query_params
from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import get_random_string

from .adapter import STATE_LENGTH

SESSION_KEY = "proconnect"


def hand_over(request, url):
    """A page that leads to the provider at once.

    Not a redirection: browsers hold what follows a form to `form-action`, which names this site alone, while
    the provider leads on to services that nobody can list.
    """
    return render(request, "account/proconnect/leaving.html", {"url": url})


def remember(request, *, id_token, configuration):
    """Keep in the session what ends that of the provider."""
    address = configuration.get("end_session_endpoint")
    if address:
        request.session[SESSION_KEY] = {"id_token": id_token, "end": address}


def end_address(request):
    """Where to end the session of the provider, or None; the page it leads back to changes nothing."""
    kept = request.session.get(SESSION_KEY)
    if not kept:
        return None
    back = f"{settings.SITE_URL}{reverse('proconnect_left')}"
    parameters = {
        "id_token_hint": kept["id_token"],
        "post_logout_redirect_uri": back,
        "state": get_random_string(STATE_LENGTH),
    }
    return add_query_params(kept["end"], parameters)
