from allauth.account.internal.userkit import filter_users_by_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import get_random_string

from .provider import ProConnectProvider
from .refusals import KNOWN_ADDRESS, NO_ADDRESS, Refused, refuse

STATE_LENGTH = 43  # ProConnect wants 32 at least


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """One provider, that of the settings; an account is linked by the person who is logged in to it alone."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "no_password": (
            "ProConnect est votre seule façon d’entrer. Choisissez d’abord un mot de passe, puis détachez-le."
        ),
        "no_verified_email": "Confirmez d’abord votre adresse électronique, puis détachez ProConnect.",
    }

    def list_apps(self, request, provider=None, client_id=None):
        """The provider of the environment, and none of the database."""
        issuer = settings.PROCONNECT_ISSUER
        if not issuer or provider not in (None, issuer, ProConnectProvider.id):
            return []
        app = SocialApp(
            provider=ProConnectProvider.id,
            provider_id=issuer,
            name=ProConnectProvider.name,
            client_id=settings.PROCONNECT_CLIENT_ID,
            secret=settings.PROCONNECT_CLIENT_SECRET,
            settings={
                "token_auth_method": "client_secret_post",
                "oauth_pkce_enabled": settings.PROCONNECT_PKCE,
            },
        )
        return [app] if client_id in (None, app.client_id) else []

    def generate_state_param(self, state):
        return get_random_string(STATE_LENGTH)

    def pre_social_login(self, request, sociallogin):
        """Stop before an account is made that cannot be, or whose address another account has."""
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        addresses = [address.email for address in sociallogin.email_addresses]
        if not addresses:
            reason = NO_ADDRESS
        elif any(filter_users_by_email(address) for address in addresses):
            reason = KNOWN_ADDRESS
        else:
            return
        page = refuse(request, Refused(reason), next_url=sociallogin.state.get("next"))
        raise ImmediateHttpResponse(page)

    @transaction.atomic
    def save_user(self, request, sociallogin, form=None):
        return super().save_user(request, sociallogin, form)

    def get_connect_redirect_url(self, request, socialaccount):
        return reverse("account")
