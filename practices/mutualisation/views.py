"""A collectivity named on a sheet answers: from its desk, or by the signed link, without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from . import rules
from .forms import AnswerForm
from .links import bearing_of
from .models import Answer, Bearing
from .writing import answer, answer_by_link

THANKS = {
    Answer.CONFIRMED: "Merci. La fiche dit que vous portez cette pratique.",
    Answer.DECLINED: "C’est noté. La fiche ne vous nomme pas.",
}


@login_required
@never_cache
def of_member(request, pk):
    """What is asked of a collectivity of this person; hidden from everybody else."""
    bearing = get_object_or_404(Bearing.objects.select_related("practice__lead", "territory"), pk=pk)
    if not rules.can_answer(request.user, bearing):
        raise Http404
    form = AnswerForm(request.POST or None, initial=_given(bearing))
    said = {"user": request.user}
    if request.method == "POST" and form.is_valid() and _recorded(form, answer, bearing, **said):
        messages.success(request, THANKS[form.cleaned_data["verdict"]])
        return redirect("practices:my_practices")
    return _page(request, bearing, form)


@never_cache
def of_link(request, token):
    """The same without an account. Reading the page changes nothing: programs read mails too."""
    bearing = bearing_of(token)
    if bearing is None or not rules.is_named(bearing):
        return render(request, "mutualisation/dead_link.html", status=404)
    form = AnswerForm(request.POST or None, initial=_given(bearing))
    if request.method == "POST" and form.is_valid() and _recorded(form, answer_by_link, bearing):
        return _page(request, bearing, form, thanks=THANKS[form.cleaned_data["verdict"]])
    return _page(request, bearing, form)


def _given(bearing):
    return {} if bearing.answer == Answer.WAITING else {"verdict": bearing.answer, "reason": bearing.reason}


def _recorded(form, record, bearing, **said):
    try:
        record(bearing, **form.cleaned_data, **said)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _page(request, bearing, form, **context):
    context |= {"bearing": bearing, "practice": bearing.practice, "form": form}
    response = render(request, "mutualisation/answer.html", context, status=400 if form.errors else 200)
    response["X-Robots-Tag"] = "noindex"
    return response
