"""The moderators' page of the admin that archives a sheet, or opens it again."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from practices.models import PracticePage

from .archiving import archive, open_again
from .forms import ArchiveForm
from .models import Archiving
from .rules import can_archive


@never_cache
def archive_sheet(request, pk):
    """One page for both, by what the sheet is; hidden from those who have a stake."""
    practice = get_object_or_404(PracticePage.objects.published().select_related("lead"), pk=pk)
    if not can_archive(request.user, practice):
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = (forms.Form if practice.is_archived else ArchiveForm)(sent)
    if request.method == "POST" and form.is_valid() and _done(request, practice, form):
        return redirect("wagtailadmin_pages:edit", pk)
    standing = Archiving.objects.standing().filter(practice=practice).first()
    context = {"practice": practice, "form": form, "standing": standing}
    return render(request, "archiving/archive.html", context, status=400 if form.errors else 200)


def _done(request, practice, form):
    try:
        if practice.is_archived:
            open_again(practice, user=request.user)
            messages.success(request, "La fiche n’est plus archivée.")
        else:
            archive(practice, user=request.user, **form.cleaned_data)
            messages.success(request, "La fiche est archivée. La collectivité en est avertie.")
    except ValidationError as problem:
        form.add_error(None, problem)
        return False
    return True
