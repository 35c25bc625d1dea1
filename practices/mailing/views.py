"""« Mes courriels », and the link that stops one kind of them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from practices.views.saving import keeps_what_was_typed

from . import choosing
from .forms import ChoiceForm
from .links import stopped_by

SAVED = "Vos choix sont enregistrés."


@keeps_what_was_typed
@never_cache
def choices(request):
    """Which mails leave for this person, and why the others cannot be turned off."""
    form = ChoiceForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        choosing.choose(request.user, form.cleaned_data["kinds"])
        messages.success(request, SAVED)
        return redirect("practices:mail_choices")
    return render(request, "mailing/choices.html", {"form": form}, status=400 if form.errors else 200)


@never_cache
@csrf_exempt  # the mail program that posts here holds no cookie: the signature is what allows it (RFC 8058)
def stop(request, token):
    """One POST stops this kind of mail; a GET, which mail filters do by themselves, only asks."""
    stopped = stopped_by(token)
    done = stopped is not None and request.method == "POST"
    if done:
        user, kind = stopped
        choosing.refuse(user.pk, kind)
    context = {"kind": stopped and stopped[1], "done": done}
    return render(request, "mailing/stop.html", context, status=200 if stopped else 404)
