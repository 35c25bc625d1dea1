"""The moderators' remarks on a sheet, answered and resolved by the town.

On a page of its own, not in the form of the sheet: a button there would leave behind what is not saved yet.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.models import Comment

from .. import limits
from ..forms.remarks import AnswerForm
from ..models import PracticePage
from ..remarks import answer, places_of, resolve
from .saving import BAD, keeps_what_was_typed

ANSWERS_A_DAY = 100
TOO_MANY = "Vous avez envoyé beaucoup de réponses aujourd’hui. Réessayez demain."


@login_required
@never_cache
def remarks(request, pk):
    """All remarks that wait, each with a box to answer it."""
    return _page(request, _own(request, pk))


@keeps_what_was_typed
@never_cache
@require_POST
def answer_remark(request, pk, remark):
    """Answer one remark; what is refused stays in its box."""
    practice = _own(request, pk)
    form = AnswerForm(request.POST, prefix=remark)
    if form.is_valid() and not limits.take("remark", request.user.pk, limit=ANSWERS_A_DAY, window=limits.DAY):
        form.add_error(None, TOO_MANY)
    if not form.is_valid():
        return _page(request, practice, remark, form)
    try:
        answer(practice, user=request.user, remark=remark, text=form.cleaned_data["text"])
    except Comment.DoesNotExist as absent:
        raise Http404 from absent
    messages.success(request, "Votre réponse est enregistrée. Les associations la lisent à côté du champ.")
    return redirect(f"{reverse('practices:remarks', args=[pk])}#remarque-{remark}")


@login_required
@require_POST
def resolve_remark(request, pk, remark):
    """Say that one remark is dealt with."""
    try:
        resolve(_own(request, pk), user=request.user, remark=remark)
    except Comment.DoesNotExist as absent:
        raise Http404 from absent
    messages.success(request, "La remarque est marquée comme traitée.")
    return redirect("practices:remarks", pk)


def _own(request, pk):
    return get_object_or_404(PracticePage.objects.led_by_member(request.user).select_related("lead"), pk=pk)


def _page(request, practice, answered=None, form=None):
    """`form` is what was just refused, for the remark with the key `answered`."""
    rows = [
        (remark, url, label, form if remark.key == answered else AnswerForm(prefix=remark.key))
        for remark, url, label in places_of(practice)
    ]
    context = {"practice": practice, "rows": rows, "form": form}
    return render(request, "practices/remarks.html", context, status=BAD if form else 200)
