"""The moderators' page of the admin that archives a sheet, or opens it again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from practices.admin.deciding import conflict
from practices.models import PracticePage

from .archiving import AlreadyDone, archive, open_again
from .forms import FORMS, Asked, OpenForm
from .models import Archiving
from .rules import can_archive

BAD = 400
MALFORMED = "Cette page n’était plus à jour\u00a0: rien n’est enregistré. Relisez-la, puis recommencez."


@never_cache
def archive_sheet(request, pk):
    """One page for both, by what the sheet is; hidden from those who have a stake."""
    practice = get_object_or_404(PracticePage.objects.published().select_related("lead"), pk=pk)
    if not can_archive(request.user, practice):
        raise Http404
    possible = Asked.OPEN if practice.is_archived else Asked.ARCHIVE
    if request.method != "POST":
        return _page(request, practice, FORMS[possible](initial={"act": possible}))
    asked = OpenForm(request.POST)
    if not asked.is_valid():
        messages.error(request, MALFORMED)
        return _page(request, practice, FORMS[possible](initial={"act": possible}), status=BAD)
    form = FORMS[asked.cleaned_data["act"]](request.POST)
    try:
        if asked.cleaned_data["act"] != possible:
            raise AlreadyDone(practice)
        if not (form.is_valid() and _done(request, practice, form)):
            return _page(request, practice, form, status=BAD)
    except AlreadyDone as refusal:
        return conflict(request, practice, refusal.message, written=request.POST.get("reason", ""))
    return redirect("wagtailadmin_pages:edit", pk)


def _done(request, practice, form):
    given = form.cleaned_data
    try:
        if given["act"] == Asked.OPEN:
            open_again(practice, user=request.user)
            messages.success(request, "La fiche n’est plus archivée.")
        else:
            archive(practice, user=request.user, reason=given["reason"])
            messages.success(request, "La fiche est archivée. La collectivité en est avertie.")
    except AlreadyDone:
        raise
    except ValidationError as problem:
        form.add_error(None, problem)
        return False
    return True


def _page(request, practice, form, *, status=200):
    standing = Archiving.objects.standing().filter(practice=practice).first()
    context = {"practice": practice, "form": form, "standing": standing}
    return render(request, "archiving/archive.html", context, status=status)
