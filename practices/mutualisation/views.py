"""A collectivity named on a sheet answers, from its desk or by the signed link that its lead has sent."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from practices import limits
from practices.models import PracticePage
from practices.views.saving import keeps_what_was_typed

from . import rules
from .forms import AddressForm, AnswerForm
from .links import bearing_of
from .models import Answer, Bearing
from .sending import send_link
from .writing import answer, answer_by_link

THANKS = {
    Answer.CONFIRMED: "Merci. La fiche dit que vous portez cette pratique.",
    Answer.DECLINED: "C’est noté. La fiche ne vous nomme pas.",
}

LINKS_A_DAY = 20  # by one person
LINKS_TO_ONE_ADDRESS = 3  # a day, whoever asks
TOO_MANY = "Beaucoup de liens sont partis aujourd’hui. Réessayez demain."


@keeps_what_was_typed
@never_cache
def of_member(request, pk):
    """What is asked of a collectivity of this person; hidden from everybody else."""
    bearing = get_object_or_404(Bearing.objects.select_related("practice__lead", "territory"), pk=pk)
    if not rules.can_answer(request.user, bearing):
        raise Http404
    form = AnswerForm(request.POST or None, initial=_given(bearing))
    said = {"user": request.user}
    if request.method == "POST" and form.is_valid() and _recorded(form, answer, bearing, **said):
        messages.success(request, THANKS[form.cleaned_data["verdict"]])
        return redirect("practices:my_practices")
    reads_draft = bearing.answer == Answer.CONFIRMED and bearing.is_proposed
    return _page(request, bearing, form, reads_draft=reads_draft)


@never_cache
def of_link(request, token):
    """The same without an account. Reading the page changes nothing: programs read mails too."""
    bearing = bearing_of(token)
    if bearing is None or not bearing.is_proposed or not rules.can_answer_by_link(bearing):
        return render(request, "mutualisation/dead_link.html", {"bearing": bearing}, status=404)
    form = AnswerForm(request.POST or None, initial=_given(bearing))
    if request.method == "POST" and form.is_valid() and _recorded(form, answer_by_link, bearing):
        return _page(request, bearing, form, thanks=THANKS[form.cleaned_data["verdict"]])
    return _page(request, bearing, form)


@keeps_what_was_typed
@never_cache
def send_link_to(request, pk, bearing):
    """Where the lead says to which address the link goes; each is counted before it leaves."""
    practice = get_object_or_404(PracticePage.objects.led_by_member(request.user), pk=pk)
    bearing = get_object_or_404(practice.bearings.select_related("territory"), pk=bearing)
    if request.method != "POST" and not rules.can_send_link(request.user, bearing):
        return redirect("practices:co_bearers", pk)
    form = AddressForm(request.POST or None, initial={"email": bearing.email})
    if request.method == "POST" and form.is_valid() and _sent(request, form, bearing):
        messages.success(request, f"Le lien est parti vers {form.cleaned_data['email']}.")
        return redirect("practices:co_bearers", pk)
    context = {"practice": practice, "bearing": bearing, "form": form}
    return render(request, "mutualisation/address.html", context, status=400 if form.errors else 200)


def _sent(request, form, bearing):
    email = form.cleaned_data["email"]
    try:
        with transaction.atomic():
            _count(request.user, email)
            send_link(bearing, user=request.user, email=email)
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refusal:
        form.add_error("email", refusal)
    return not form.errors


def _count(user, email):
    """Raises ValidationError when too many have left, and none leaves then."""
    taken = [
        limits.take("bearing_link", user.pk, limit=LINKS_A_DAY, window=limits.DAY),
        limits.take("bearing_address", email.casefold(), limit=LINKS_TO_ONE_ADDRESS, window=limits.DAY),
    ]
    if not all(taken):
        raise ValidationError(TOO_MANY)


def _given(bearing):
    return {} if bearing.answer == Answer.WAITING else {"verdict": bearing.answer, "reason": bearing.reason}


def _recorded(form, record, bearing, **said):
    try:
        record(bearing, **form.cleaned_data, **said)
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return not form.errors


def _page(request, bearing, form, **context):
    context |= {"bearing": bearing, "practice": bearing.practice, "form": form}
    response = render(request, "mutualisation/answer.html", context, status=400 if form.errors else 200)
    response["X-Robots-Tag"] = "noindex"
    return response
