"""« Nous reprenons cette pratique »: one page, one form for each collectivity of the person."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from practices.models import PracticePage
from practices.territories.models import Territory
from practices.views.saving import keeps_what_was_typed

from .declaring import REFUSED, declare, take_back
from .forms import ReuseForm, WhoForm
from .models import Reuse
from .rules import bearers


@keeps_what_was_typed
@never_cache
def reuse(request, slug):
    """Say it, correct it or take it back; whatever is wrong, the page comes back with all that was typed."""
    practice = get_object_or_404(PracticePage.objects.findable().select_related("lead"), slug=slug)
    mine = Territory.objects.for_member(request.user)
    territories = mine.none() if practice.is_example else mine.exclude(pk__in=bearers(practice))
    who = WhoForm(request.POST or None, territories=territories)
    sent_by = who.cleaned_data["territory"] if request.method == "POST" and who.is_valid() else None
    forms = [_form(request, practice, one, is_sent=one == sent_by) for one in territories]
    refusal = REFUSED if request.method == "POST" and not sent_by else ""
    if sent_by:
        sent = next(form for form in forms if form.territory == sent_by)
        refusal = _carry_out(request, practice, sent, who.cleaned_data["take_back"])
        if not refusal and not sent.errors:
            return redirect(f"{practice.url}#filiation")
    context = {"practice": practice, "forms": forms, "refusal": refusal, "is_bearer": mine.exists()}
    failed = refusal or any(form.errors for form in forms)
    return render(request, "reuse/reuse.html", context, status=400 if failed else 200)


def _form(request, practice, territory, *, is_sent):
    said = Reuse.objects.for_practice(practice).filter(territory=territory).first()
    data = request.POST if is_sent else None
    return ReuseForm(data, instance=said, practice=practice, territory=territory)


def _carry_out(request, practice, form, takes_back):
    """Do what was asked; the sentence of a refusal, else ""."""
    try:
        if takes_back:
            take_back(practice, user=request.user, territory=form.territory)
            messages.success(request, "C’est noté\u00a0: la fiche ne dit plus que vous la reprenez.")
        elif form.is_valid():
            said = {name: form.cleaned_data.get(name) for name in ("changes", "year", "result")}
            declare(practice, user=request.user, territory=form.territory, **said)
            messages.success(request, f"La fiche dit que {form.territory.name} reprend cette pratique.")
    except PermissionDenied as refusal:
        return str(refusal)
    return ""
