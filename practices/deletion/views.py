"""The page where a town deletes its draft or asks for deletion; the moderators' list, in the admin."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from practices import rules
from practices.models import PracticePage
from practices.views.saving import keeps_what_was_typed

from .asking import answer, ask, delete_draft, has_deleted
from .forms import AnswerForm, AskForm
from .models import DeletionRequest


@keeps_what_was_typed
@never_cache
def delete(request, pk):
    """Confirm the deletion of a draft never sent; else ask the moderators, and see what they answered."""
    practice = PracticePage.objects.led_by_member(request.user).filter(pk=pk).first()
    if practice is None:
        return _deleted(request, pk)
    if rules.was_never_sent(practice):
        return _delete_draft(request, practice)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask(practice, user=request.user, reason=form.cleaned_data["reason"])
        except PermissionDenied as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Votre demande est partie. Les associations vous répondent ici.")
            return redirect("practices:delete", pk)
    last = DeletionRequest.objects.for_practice(practice).first()
    context = {"practice": practice, "form": form, "last": last}
    return render(request, "deletion/ask.html", context, status=400 if form.errors else 200)


@never_cache
def of_moderators(request):
    """The requests that wait, the oldest first."""
    if not rules.is_moderator(request.user):
        raise PermissionDenied
    waiting = DeletionRequest.objects.waiting().select_related("practice__lead", "asked_by")
    return render(request, "deletion/of_moderators.html", {"waiting": waiting})


@never_cache
def answer_request(request, pk):
    """One request, and the moderators' answer."""
    if not rules.is_moderator(request.user):
        raise PermissionDenied
    asked = get_object_or_404(DeletionRequest.objects.waiting().select_related("practice"), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer(asked, user=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        else:
            messages.success(request, "Votre réponse est partie.")
            return redirect("practices_deletions")
    context = {"asked": asked, "form": form}
    return render(request, "deletion/answer.html", context, status=400 if form.errors else 200)


def _delete_draft(request, practice):
    if request.method != "POST":
        return render(request, "deletion/confirm.html", {"practice": practice})
    try:
        delete_draft(practice, user=request.user)
    except PracticePage.DoesNotExist:
        pass  # the same button, pressed twice
    return _deleted(request, practice.pk)


def _deleted(request, pk):
    """Said as often as it is asked, to whoever did it; Http404 for others."""
    if not has_deleted(request.user, pk):
        raise Http404
    messages.success(request, "Le brouillon est supprimé.")
    return redirect("practices:my_practices")
