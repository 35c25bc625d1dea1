"""A collectivity says whether its practice still runs: by a signed link, without account, or at its desk."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from practices.models import PracticePage
from practices.views.saving import keeps_what_was_typed

from .answering import NothingAsked, answer, answer_by_link, correct, correct_by_link
from .forms import AnswerForm, CorrectionForm
from .links import read
from .models import Answer, Question

NOT_STOPPED = "Rien n’a changé\u00a0: la fiche ne dit pas, ou plus, que la pratique est arrêtée."
CHANGED = "Merci. Racontez ce qui a changé\u00a0: la nouvelle version sera relue comme la première."


@never_cache
def of_link(request, token):
    """One question, for whoever got its mail. Reading the page changes nothing: programs read mails too."""
    found = read(token)
    if found is None:
        return _private(render(request, "vitality/dead_link.html", status=404))
    question, recipient = found
    if _is_correction(request):
        _corrected(request, correct_by_link, question, recipient=recipient)
        return redirect("practices:still_running_link", token)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _recorded(form, answer_by_link, question, recipient=recipient):
            return redirect("practices:still_running_link", token)
    return _page(request, question, form)


@keeps_what_was_typed
@never_cache
def of_member(request, pk):
    """What is asked of a published sheet of one's collectivities."""
    practice = get_object_or_404(PracticePage.objects.published().led_by_member(request.user), pk=pk)
    question = Question.objects.filter(practice=practice).last()
    if question and _is_correction(request):
        _corrected(request, correct, question, user=request.user)
        return redirect("practices:still_running", pk)
    form = AnswerForm(request.POST or None)
    if question and request.method == "POST" and form.is_valid():
        given = _recorded(form, answer, question, user=request.user)
        if given and given.answer == Answer.CHANGED:
            messages.success(request, CHANGED)
            return redirect("practices:edit", pk)
        if given:
            return redirect("practices:still_running", pk)
    return _page(request, question, form, practice=practice)


def _is_correction(request):
    return request.method == "POST" and CorrectionForm(request.POST).is_valid()


def _corrected(request, take_back, question, **who):
    """The page shows what stands then: a second time, or too late, is no fault."""
    try:
        take_back(question, **who)
    except NothingAsked:
        messages.info(request, NOT_STOPPED)


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
    stops = bool(question) and Question.objects.stopping().filter(pk=question.pk).exists()
    context = {"question": question, "practice": practice or question.practice, "form": form}
    context |= {"waits": waits, "stops": stops}
    return _private(render(request, "vitality/answer.html", context, status=400 if form.errors else 200))


def _private(response):
    response["X-Robots-Tag"] = "noindex"
    return response
