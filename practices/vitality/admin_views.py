"""What collectivities answered, in the admin: the answers that no moderator has read, the oldest first."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from practices import rules

from .forms import ReadingForm
from .models import Question
from .reading import read_answer

BY_PAGE = 50


@never_cache
def answers(request):
    """The queue of moderators, and the sheets whose collectivity did not answer."""
    _check(request)
    to_read = Question.objects.to_read().select_related("practice__lead", "by")
    silent = Question.objects.silent().select_related("practice__lead")[:BY_PAGE]
    page = Paginator(to_read, BY_PAGE).get_page(1)  # what is read leaves: the next come up
    own = rules.stakes(request.user, [question.practice for question in page])
    return render(request, "vitality/of_moderators.html", {"page": page, "own": own, "silent": silent})


@never_cache
@require_POST
def read(request, pk):
    """One answer was read; its words show on the sheet, or do not."""
    _check(request)
    question = get_object_or_404(Question.objects.exclude(answer=""), pk=pk)
    form = ReadingForm(request.POST)
    if form.is_valid():
        read_answer(question, user=request.user, shown=form.cleaned_data["shown"])
        messages.success(request, "La réponse est lue.")
    else:
        messages.error(request, "Choisissez de montrer le mot ou de le garder.")
    return redirect("practices_answers")


def _check(request):
    if not rules.is_moderator(request.user):
        raise PermissionDenied
