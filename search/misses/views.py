"""« Dites-nous ce que vous cherchiez »: a page of its own, since lists may be cached and are fragments."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from practices import limits

from ..filters import PracticeSearchFilterSet
from .forms import WishForm
from .models import SearchWish

PER_ADDRESS, PER_DAY = 5, 500  # wishes an hour from one place, a day from all
THANKS = "Merci. Les deux associations lisent toutes les demandes."
TOO_MANY = {
    "address": "Plusieurs demandes sont déjà parties de cet endroit. Réessayez dans une heure.",
    "day": "Nous avons reçu beaucoup de demandes aujourd’hui. Réessayez demain.",
}


@never_cache
def wish(request):
    """The form, with the search that one comes from in the query string; what is sent waits in the admin."""
    search = PracticeSearchFilterSet(request.GET)
    form = WishForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        refusal = _keep(request, form.cleaned_data, search.text) if form.is_valid() else "form"
        if not refusal:
            messages.success(request, THANKS)
            return redirect(reverse("practice_list"))
        status = 400
        if refusal in TOO_MANY:
            form.add_error(None, TOO_MANY[refusal])
            status = 429
    context = {"form": form, "searched": search.text, "address": search.query_string()}
    return render(request, "search/wish.html", context, status=status)


def _keep(request, cleaned, searched):
    """Keeps it once for each form shown; says which limit stands in the way, if one does."""
    if not limits.take("wish", limits.client_address(request), limit=PER_ADDRESS, window=limits.HOUR):
        return "address"
    if not limits.take("wishes", "all", limit=PER_DAY, window=limits.DAY):
        return "day"
    if limits.take("wish-form", cleaned["form_token"], limit=1, window=limits.DAY):
        SearchWish.objects.create(text=cleaned["text"], email=cleaned["email"], searched=searched)
    return None
