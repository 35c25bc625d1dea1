"""Who must prove twice who they are, and the door that asks for it on every page.

A session counts once a second factor was used in it: one opened before the person became a moderator, or by
any door that knows the password alone, leads to the same question.
"""

import time
from urllib.parse import urlencode

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.dispatch import receiver
from django.shortcuts import redirect
from django.urls import reverse

from practices.rules import is_moderator

from .admin_door import may_enter

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# What a person may do before the proof: give it, or leave.
PROVING = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout"}
# What a person without any factor may do: choose one.
CHOOSING = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_logout"}
CHOOSE = (
    "Votre rôle demande la double authentification\u00a0: une vérification de plus, après le mot de passe. "
    "Choisissez laquelle pour continuer."
)


def enters_admin(user) -> bool:
    """Whether this person moderates, edits or administers: all who may enter the admin, and no town."""
    return user.is_staff or user.is_superuser or may_enter(user) or is_moderator(user)


def is_required(user) -> bool:
    return settings.REQUIRE_MFA and user.is_authenticated and enters_admin(user)


def is_proven(request) -> bool:
    """Whether a second factor was used in this session."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


class SecondFactorMiddleware:
    """Leads whoever must prove twice to the page that asks, whatever page they wanted."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not is_required(request.user) or is_proven(request):
            return None
        has_factor = is_mfa_enabled(request.user, FACTORS)
        if request.resolver_match.view_name in (PROVING if has_factor else CHOOSING):
            return None
        if has_factor:
            return redirect(f"{reverse(self._question(request.user))}?{urlencode({'next': request.path})}")
        messages.info(request, CHOOSE)
        return redirect("mfa_index")

    @staticmethod
    def _question(user):
        uses_codes = is_mfa_enabled(user, [Authenticator.Type.TOTP])
        return "mfa_reauthenticate" if uses_codes else "mfa_reauthenticate_webauthn"


@receiver(authenticator_added)
def count_the_first_use(request, user, authenticator, **kwargs):
    """Adding a factor shows that one holds it; a session that must prove another first cannot add one."""
    if authenticator.type in FACTORS:
        record = {"method": "mfa", "at": time.time(), "id": authenticator.pk, "type": authenticator.type}
        records = [*get_authentication_records(request, user), record]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = records
