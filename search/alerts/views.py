"""Pages of alerts. None needs an account; a signed link, once opened, is remembered by the session."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from practices import limits

from .. import filters
from ..nearness import widen
from . import following, links, searches
from .forms import FollowForm, FrequencyForm, WayInForm
from .models import Frequency, SavedSearch

OPENED = "alerts_of"  # in the session: the address whose link was opened
PER_PLACE = 20  # forms sent in an hour from one place
SAVED = "C’est noté. Les nouvelles fiches vous seront signalées par courriel."
CHANGED = "La fréquence est changée."
DELETED = "L’alerte est supprimée, et plus rien n’en est gardé."
TOO_MANY = "Vous suivez déjà {} recherches. Supprimez une alerte pour en ajouter une autre."
SLOW_DOWN = "Plusieurs demandes sont déjà parties de cet endroit. Réessayez dans une heure."


@never_cache
def follow(request):
    """Being told of the new sheets of the search in the URL."""
    asked = filters.PracticeSearchFilterSet(request.GET)
    widen(asked)
    filterset = searches.as_listed(asked)
    account = request.user if request.user.is_authenticated else None
    form = (FrequencyForm if account else FollowForm)(request.POST or None)
    query = searches.canonical(filterset)
    context = {"form": form, "query": query, "label": searches.described(filterset)}
    if filterset.text != asked.text:
        context |= {"typed": asked.text, "replaced": filterset.text}
    if request.method == "POST" and form.is_valid() and _within_limits(request, form):
        email = form.cleaned_data.get("email", "")
        wanted = (query, context["label"], form.cleaned_data["frequency"])
        try:
            following.follow(*wanted, email=email, user=account)
        except following.TooManyAlerts:
            form.add_error(None, TOO_MANY.format(following.MOST_ALERTS))
        else:
            if account:
                messages.success(request, SAVED)
                return redirect("alerts:mine")
            return render(request, "alerts/sent.html", context | {"email": email})
    return render(request, "alerts/follow.html", context, status=400 if form.errors else 200)


@never_cache
def confirm(request, token):
    """A button, since mail filters open links by themselves."""
    saved = SavedSearch.objects.filter(pk=links.read(links.CONFIRM, token)).first()
    if saved and request.method == "POST":
        following.confirm(saved)
        request.session[OPENED] = saved.address
        messages.success(request, SAVED)
        return redirect("alerts:mine")
    return render(request, "alerts/confirm.html", {"saved": saved}, status=200 if saved else 404)


@never_cache
def open_mine(request, token):
    """The link of a mail: the session remembers the address, which then leaves the URL."""
    email = links.read(links.MANAGE, token)
    if email:
        request.session[OPENED] = email
    else:
        messages.error(request, "Ce lien ne marche plus. Demandez-en un autre ci-dessous.")
    return redirect("alerts:mine")


@never_cache
def my_alerts(request):
    """The alerts of the account, or of the address whose link was opened; else a form to ask for the link."""
    if _is_known(request):
        return render(
            request, "alerts/mine.html", {"alerts": _mine(request), "frequencies": Frequency.choices}
        )
    form = WayInForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _within_limits(request, form):
        following.send_way_in(form.cleaned_data["email"])
        return render(request, "alerts/sent.html", {"email": form.cleaned_data["email"]})
    return render(request, "alerts/way_in.html", {"form": form}, status=400 if form.errors else 200)


@never_cache
@require_POST
def change(request, pk):
    """Another frequency, or no alert any more."""
    saved = get_object_or_404(_mine(request), pk=pk)
    form = FrequencyForm(request.POST)
    if "delete" in request.POST:
        saved.delete()
        messages.success(request, DELETED)
    elif form.is_valid():
        following.change(saved, form.cleaned_data["frequency"])
        messages.success(request, CHANGED)
    return redirect("alerts:mine")


@never_cache
@csrf_exempt  # the mail program that posts here holds no cookie: the signature is what allows it (RFC 8058)
def stop(request, token):
    """One POST deletes the alert; a GET, which mail filters do by themselves, only asks."""
    key = links.read(links.STOP, token)
    saved = SavedSearch.objects.filter(pk=key).first()
    if saved and request.method == "POST":
        saved.delete()
    context = {"saved": saved, "done": key and (not saved or request.method == "POST")}
    return render(request, "alerts/stop.html", context, status=200 if key else 404)


def _is_known(request):
    return request.user.is_authenticated or OPENED in request.session


def _mine(request):
    confirmed = SavedSearch.objects.confirmed()
    if request.user.is_authenticated:
        return confirmed.for_person(request.user)
    return confirmed.for_address(request.session.get(OPENED, ""))


def _within_limits(request, form):
    place = limits.client_address(request)
    allowed = limits.take("alert-place", place, limit=PER_PLACE, window=limits.HOUR)
    if not allowed:
        form.add_error(None, SLOW_DOWN)
    return allowed
