"""Signing in by ProConnect, linking it to one's account, and leaving. Not configured, none of it exists."""

import functools

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LogoutView as BaseLogoutView
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.internal import flows
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe
from requests import RequestException

from .exchange import ProConnectAdapter, identify
from .forms import CallbackForm
from .leaving import end_address, hand_over, remember
from .refusals import CANCELLED, OVER, UNAVAILABLE, Refused, refuse

PROBLEMS = (OAuth2Error, RequestException)
OF_ERROR = {"server_error": UNAVAILABLE, "temporarily_unavailable": UNAVAILABLE}


def configured(view):
    """404 on a site without ProConnect."""

    @functools.wraps(view)
    def checked(request, *args, **kwargs):
        if not settings.PROCONNECT_ISSUER:
            raise Http404
        return view(request, *args, **kwargs)

    return checked


@configured
@require_POST
@never_cache
def enter(request):
    """Leave for the provider, to sign in."""
    return _leave(request, AuthProcess.LOGIN)


@configured
@login_required
@require_POST
@never_cache
@reauthentication_required
def link(request):
    """Leave for the provider, to link it to the account of the person who is logged in."""
    return _leave(request, AuthProcess.CONNECT)


def _leave(request, process):
    next_url = get_next_redirect_url(request)
    try:
        response = _provider(request).redirect(request, process, next_url)
    except PROBLEMS as error:
        return refuse(request, error, next_url=next_url)
    return hand_over(request, response.url)


def _provider(request):
    return get_adapter().get_provider(request, settings.PROCONNECT_ISSUER)


@configured
@require_GET
@never_cache
def callback(request):
    """The person comes back: know them, or say why not."""
    form = CallbackForm(request.GET)
    try:
        if not form.is_valid():
            raise Refused(OVER, "form")
        state = _provider(request).unstash_redirect_state(request, form.cleaned_data["state"])
    except (Refused, PermissionDenied):
        return refuse(request, Refused(OVER, "state"))
    try:
        return _come_in(request, form.cleaned_data, state)
    except (*PROBLEMS, IntegrityError) as error:
        return refuse(request, error, next_url=state.get("next"))


def _come_in(request, answer, state):
    if answer["error"] or not answer["code"]:
        raise Refused(OF_ERROR.get(answer["error"], CANCELLED), "said by the provider")
    adapter = ProConnectAdapter(request, settings.PROCONNECT_ISSUER)
    claims, id_token = identify(adapter, code=answer["code"], state=state)
    login = adapter.get_provider().sociallogin_from_response(request, claims)
    login.state = state
    response = complete_social_login(request, login)
    remember(request, id_token=id_token, configuration=adapter.openid_config)
    return response


@configured
@login_required
@require_POST
@reauthentication_required
def unlink(request, pk):
    """Take ProConnect away from the account, unless nothing else lets the person in."""
    account = get_object_or_404(SocialAccount, pk=pk, user=request.user)
    try:
        flows.connect.validate_disconnect(request, account)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
        return redirect("account")
    account.delete()
    messages.success(request, "ProConnect est détaché de votre compte.")
    return redirect("account")


@configured
@require_safe
def left(request):
    """The provider has ended its session; ours was ended before."""
    if not request.user.is_authenticated:
        messages.success(request, "Vous êtes déconnecté, de ce site et de ProConnect.")
    return redirect(settings.LOGOUT_REDIRECT_URL)


class LogoutView(BaseLogoutView):
    """Ends the session of the provider too, when the person came by it."""

    def post(self, *args, **kwargs):
        address = end_address(self.request)
        if address is None:
            return super().post(*args, **kwargs)
        self.logout()
        return hand_over(self.request, address)
