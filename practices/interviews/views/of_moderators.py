"""The moderator's side: beginning from a call, and sending the sheet to be signed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from practices import rules
from practices.completeness import completeness_of
from practices.forms.joining import SHOWN
from practices.views.saving import keeps_what_was_typed

from ..forms import CallForm, FindTownForm, SendForm
from ..links import DAYS
from ..models import Interview
from ..rules import can_take_up
from ..writing import send, sending_of, start, take_up


def for_moderators(view):
    """Others learn nothing, not even that there is such a page."""

    @keeps_what_was_typed
    @never_cache
    def wrapped(request, *args, **kwargs):
        if not rules.is_moderator(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


@for_moderators
def listing(request):
    """The interviews of this moderator, the last first; then those that a colleague began."""
    known = Interview.objects.select_related("practice__lead", "moderator")
    context = {
        "interviews": known.filter(moderator=request.user),
        "of_colleagues": known.of_colleagues(request.user),
    }
    return render(request, "interviews/listing.html", context)


@for_moderators
def begin(request):
    """Find the collectivity and tell the call: as for joining one, two plain pages at one address."""
    find_form = FindTownForm(request.GET or None)
    found = find_form.results()
    form = CallForm(request.POST or None, found=found)
    if request.method == "POST" and form.is_valid():
        try:
            interview = start(request.user, **form.cleaned_data)
        except PermissionDenied as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("practices:edit", interview.practice_id)
    context = {"find_form": find_form, "form": form, "found": found, "most": SHOWN}
    return render(request, "interviews/begin.html", context, status=400 if form.errors else 200)


@for_moderators
def interview(request, pk):
    """Where one stands, and the button that mails the link; a second one replaces the first.

    That of a colleague has a button to take it up.
    """
    found = _interview(pk)
    form = SendForm(request.POST or None, initial={"email": found.email, "after": sending_of(found)})
    if request.method == "POST" and form.is_valid():
        try:
            send(found, user=request.user, **form.cleaned_data)
        except PermissionDenied as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Le lien est parti à {form.cleaned_data['email']}.")
            return redirect("practices:interview", pk)
    context = {
        "interview": found,
        "practice": found.practice,
        "form": form,
        "days": DAYS,
        "is_own": found.moderator_id == request.user.pk,
        "can_take_up": can_take_up(request.user, found),
        "can_edit": rules.can_edit(request.user, found.practice),
        "completeness": completeness_of(found.practice.get_latest_revision_as_object()),
    }
    return render(request, "interviews/interview.html", context, status=400 if form.errors else 200)


@for_moderators
@require_POST
def take_up_interview(request, pk):
    """Go on in place of a colleague."""
    try:
        take_up(_interview(pk), user=request.user)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Vous suivez maintenant cet entretien.")
    return redirect("practices:interview", pk)


def _interview(pk):
    return get_object_or_404(Interview.objects.select_related("practice__lead", "moderator"), practice=pk)
