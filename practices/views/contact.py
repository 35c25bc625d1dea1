"""Writing to the people behind a sheet, whose address is never shown."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from .. import limits, mails
from ..forms.contact import ContactForm
from ..models import PracticePage

PER_ADDRESS, PER_SHEET = 5, 20  # messages an hour from one place, a day to one sheet
SENT = "Votre message est parti. La réponse viendra à votre adresse."
TOO_MANY = {
    "address": "Plusieurs messages sont déjà partis de cet endroit. Réessayez dans une heure.",
    "sheet": "Cette collectivité a reçu beaucoup de messages aujourd’hui. Réessayez demain.",
}


@never_cache
def contact(request, slug):
    """One form; the message leaves by mail, with the sender's address to answer to."""
    practice = get_object_or_404(PracticePage.objects.findable().select_related("lead"), slug=slug)
    form = ContactForm(request.POST or None)
    status = 200
    if practice.accepts_messages and request.method == "POST":
        if form.is_valid():
            refusal = _send(request, practice, form.cleaned_data)
            if not refusal:
                messages.success(request, SENT)
                return redirect(practice.url)
            form.add_error(None, TOO_MANY[refusal])
            status = 429
        else:
            status = 400
    return render(request, "practices/contact.html", {"practice": practice, "form": form}, status=status)


@transaction.atomic
def _send(request, practice, cleaned):
    """Send once for each form shown; say which limit stands in the way, if one does.

    What could not be queued is not counted as sent: the same form, posted again, sends it.
    """
    address = limits.client_address(request)
    if not limits.take("contact-address", address, limit=PER_ADDRESS, window=limits.HOUR):
        return "address"
    if not limits.take("contact-sheet", practice.pk, limit=PER_SHEET, window=limits.DAY):
        return "sheet"
    if limits.take("contact-form", cleaned["form_token"], limit=1, window=limits.DAY):
        mails.contact(practice, name=cleaned["name"], email=cleaned["email"], message=cleaned["message"])
    return None
