"""The conversation of a sheet, from either side: one page each, the same thread."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from wagtail.admin.utils import get_valid_next_url_from_request

from practices import limits
from practices.models import PracticePage
from practices.views.saving import keeps_what_was_typed

from . import rules
from .forms import MessageForm, ModeratorMessageForm
from .thread import thread_of
from .writing import write

MESSAGES_A_DAY = 50
TOO_MANY = "Vous avez envoyé beaucoup de messages aujourd’hui. Réessayez demain."


@keeps_what_was_typed
@never_cache
def of_town(request, pk):
    """The page of the lead, and of those that confirmed bearing the sheet: what was said, a box to answer."""
    practice = get_object_or_404(PracticePage.objects.select_related("lead"), pk=pk)
    voice = rules.voice_of(request.user, practice)
    if voice is None:
        raise Http404
    form = MessageForm(request.POST or None)
    if request.method == "POST" and _sent(request, practice, form):
        messages.success(request, "Votre message est parti. La réponse viendra sur cette page.")
        return redirect("practices:conversation", pk)
    is_lead = voice == practice.lead_id
    return _page(request, "conversations/of_town.html", practice, form, for_moderators=False, is_lead=is_lead)


@never_cache
def of_moderators(request, pk):
    """The moderators' page, in the admin, with their notes; hidden from those who have a stake."""
    practice = get_object_or_404(PracticePage.objects.select_related("lead"), pk=pk)
    if not rules.speaks_for_the_moderators(request.user, practice):
        raise Http404
    form, back = ModeratorMessageForm(request.POST or None), get_valid_next_url_from_request(request)
    if request.method == "POST" and _sent(request, practice, form):
        messages.success(request, "C’est enregistré.")
        return redirect(back or reverse("practices_conversation", args=[pk]))
    template = "conversations/of_moderators.html"
    return _page(request, template, practice, form, for_moderators=True, next=back)


def _sent(request, practice, form):
    if not form.is_valid():
        return False
    if not limits.take("message", request.user.pk, limit=MESSAGES_A_DAY, window=limits.DAY):
        form.add_error(None, TOO_MANY)
        return False
    try:
        write(practice, user=request.user, **form.cleaned_data)
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _page(request, template, practice, form, *, for_moderators, **context):
    entries = thread_of(practice, for_moderators=for_moderators)
    context |= {"practice": practice, "form": form, "entries": entries, "title": practice.draft_title}
    return render(request, template, context, status=400 if form.errors else 200)
