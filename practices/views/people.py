"""The people of a collectivity: who speaks for it, who asks to, and what its referents decide."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from practices.territories.memberships import let_referents_submit
from practices.territories.models import Membership, Territory
from practices.territories.rules import is_referent

from .. import rules
from ..forms.people import DecisionForm, SubmissionForm

SAID = {
    "accept": "{person} représente maintenant {territory}.",
    "refuse": "La demande de {person} est refusée.",
    "end": "{person} ne représente plus {territory}. Ses fiches restent à la collectivité.",
    "name": "{person} est maintenant référent.",
}


@login_required
def people(request, code):
    """Members read the list; a decision is posted to the same address."""
    territory = get_object_or_404(Territory.objects.for_member(request.user), code=code)
    if request.method == "POST":
        return _decide(request, territory)
    memberships = Membership.objects.for_territory(territory).select_related("user").order_by("created_at")
    decides = is_referent(request.user, territory.pk)
    context = {
        "territory": territory,
        "members": memberships.confirmed(),
        "waiting": memberships.pending() if decides else [],
        "decides": decides,
        "is_alone": memberships.confirmed().count() == 1,
        "form": SubmissionForm(initial={"referents_submit": territory.referents_submit}),
    }
    return render(request, "practices/people.html", context)


def _decide(request, territory):
    """A contributor may only leave: what else they post is answered as if it were not there."""
    form = DecisionForm(request.POST, memberships=Membership.objects.for_territory(territory))
    if not form.is_valid():
        raise Http404
    try:
        membership = form.decide(by=request.user)
    except PermissionDenied as refusal:
        raise Http404 from refusal
    said = SAID[form.cleaned_data["decision"]]
    messages.success(request, said.format(person=membership.user, territory=territory))
    if rules.is_member(request.user, territory.pk):
        return redirect("practices:people", territory.code)
    return redirect("practices:my_practices")


@login_required
@require_POST
def choose_who_submits(request, code):
    """The collectivity keeps the sending for its referents, or opens it to all its people."""
    territory = get_object_or_404(Territory.objects.for_member(request.user), code=code)
    form = SubmissionForm(request.POST)
    try:
        if form.is_valid():
            let_referents_submit(territory, only=form.cleaned_data["referents_submit"], by=request.user)
    except PermissionDenied as refusal:
        raise Http404 from refusal
    messages.success(request, "Votre choix est enregistré.")
    return redirect("practices:people", territory.code)
