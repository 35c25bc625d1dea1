"""Asking to speak for a collectivity."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from practices.territories.employers import employers_of
from practices.territories.memberships import ask
from practices.territories.vouching import proposed_to

from .. import limits
from ..forms.joining import SHOWN, SUGGESTED, FindForm, JoinForm
from .saving import keeps_what_was_typed

REQUESTS_A_DAY = 10


@keeps_what_was_typed
def join(request):
    """Find the collectivity by name or code, then ask: two plain pages at one address.

    Before anything is typed, those of the person's own e-mail domain and employer are proposed.
    """
    find_form = FindForm(request.GET or None)
    found = find_form.results() if find_form.is_bound else _proposed(request.user)
    form = JoinForm(request.POST or None, found=found)
    if request.method == "POST" and form.is_valid():
        if limits.take("join", request.user.pk, limit=REQUESTS_A_DAY, window=limits.DAY):
            membership = ask(user=request.user, **form.cleaned_data)
            messages.success(request, _said(membership))
            return redirect("practices:my_practices")
        form.add_error(None, "Vous avez fait beaucoup de demandes aujourd’hui. Réessayez demain.")
    proposed = bool(found) and not find_form.is_bound
    context = {"find_form": find_form, "form": form, "proposed": proposed, "found": found, "most": SHOWN}
    return render(request, "practices/join.html", context, status=400 if form.errors else 200)


@login_required
def suggest(request):
    """The collectivities that match what is being typed, as options of the list under the field."""
    found = FindForm(request.GET).results(SUGGESTED)
    return render(request, "practices/_join_suggestions.html", {"found": found})


def _proposed(user):
    return list((proposed_to(user) | employers_of(user))[:SHOWN])


def _said(membership):
    if membership.is_confirmed:
        return f"Vous représentez {membership.territory}."
    return (
        f"Votre demande pour {membership.territory} est partie. Vos collègues ou les associations y "
        "répondent sous quelques jours, et un message vous prévient."
    )
