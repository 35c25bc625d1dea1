"""The moderators' page of the admin that gives the mark, or takes it back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from practices.models import PracticePage

from .forms import GiveForm, TakeBackForm
from .marking import give, take_back
from .models import QualityMark
from .rules import can_mark


@never_cache
def mark_sheet(request, pk):
    """One page for both, by what the sheet is; hidden from those who have a stake."""
    practice = get_object_or_404(PracticePage.objects.findable().select_related("lead"), pk=pk)
    if not can_mark(request.user, practice):
        raise Http404
    mark = QualityMark.objects.filter(practice=practice).first()
    act, form_class = (take_back, TakeBackForm) if mark else (give, GiveForm)
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _done(form, act, practice, request.user):
        messages.success(request, "C’est fait. La collectivité en est avertie.")
        return redirect("wagtailadmin_pages:edit", pk)
    context = {"practice": practice, "mark": mark, "form": form}
    return render(request, "quality/mark.html", context, status=400 if form.errors else 200)


def _done(form, act, practice, user):
    try:
        act(practice, user=user, **form.cleaned_data)
    except ValidationError as problem:
        form.add_error(None, problem)
        return False
    return True
