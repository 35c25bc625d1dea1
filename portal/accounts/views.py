"""« Mon compte »: what the site keeps of the person, and how to leave."""

import json

from allauth.account.decorators import reauthentication_required
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from .closing import close
from .keeping import durations
from .own_data import data_of


@login_required
def account(request):
    """Everything about one's account, on one page."""
    context = {
        "durations": durations(),
        "links": SocialAccount.objects.filter(user=request.user).order_by("pk"),
    }
    return render(request, "account/account.html", context)


@login_required
@never_cache
@reauthentication_required
def own_data(request):
    """A file with all that the site keeps of the person."""
    text = json.dumps(data_of(request.user), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return response


@login_required
@never_cache
@reauthentication_required
def close_account(request):
    """Ask once more, then close: there is no way back."""
    if request.method != "POST":
        return render(request, "account/close.html")
    user = request.user
    try:
        close(user)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
        return redirect("account")
    logout(request)
    messages.success(request, "Votre compte est fermé. Les fiches restent à votre collectivité.")
    return redirect("/")
