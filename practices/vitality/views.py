"""A collectivity says whether its practice still runs: by a signed link, without account, or at its desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from practices.models import PracticePage

from .answering import NothingAsked, answer, answer_by_link
from .forms import AnswerForm
from .links import read
from .models import Answer, Question

CHANGED = "Merci. Racontez ce qui a changé\u00a0: la nouvelle version sera relue comme la première."


@never_cache
def of_link(request, token):
    """One question, for whoever got its mail. Reading the page changes nothing: programs read mails too."""
    found = read(token)
    if found is None:
        return _private(render(request, "vitality/dead_link.html", status=404))
    question, recipient = found
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _recorded(form, answer_by_link, question, recipient=recipient):
            return redirect("practices:still_running_link", token)
    return _page(request, question, form)


@login_required
@never_cache
def of_member(request, pk):
    """What is asked of a published sheet of one's collectivities."""
    practice = get_object_or_404(PracticePage.objects.published().led_by_member(request.user), pk=pk)
    question = Question.objects.filter(practice=practice).last()
    form = AnswerForm(request.POST or None)
    if question and request.method == "POST" and form.is_valid():
        given = _recorded(form, answer, question, user=request.user)
        if given and given.answer == Answer.CHANGED:
            messages.success(request, CHANGED)
            return redirect("practices:edit", pk)
        if given:
            return redirect("practices:still_running", pk)
    return _page(request, question, form, practice=practice)


def _recorded(form, record, question, **who):
    """The question with the answer that stands: a second one is no fault. None where the form is refused."""
    try:
        return record(question, **form.cleaned_data, **who)
    except NothingAsked as done:
        return done.question
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None


def _page(request, question, form, practice=None):
    waits = bool(question) and Question.objects.waiting().filter(pk=question.pk).exists()
    context = {"question": question, "practice": practice or question.practice, "form": form, "waits": waits}
    return _private(render(request, "vitality/answer.html", context, status=400 if form.errors else 200))


def _private(response):
    response["X-Robots-Tag"] = "noindex"
    return response
