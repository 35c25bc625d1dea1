"""The moderators' page of the admin for a second opinion: asked, given, read."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from practices import rules
from practices.assignments.models import Association
from practices.models import PracticePage, ReviewTaskState

from .asking import ask, give
from .forms import AdviceForm, AskForm
from .models import Opinion

BAD, CONFLICT = 400, 409
TOO_LATE = "Votre avis n’est plus attendu\u00a0: la fiche est déjà décidée, ou l’avis est déjà donné."


@never_cache
def second_opinion(request, pk):
    """One page for both sides, by who looks; hidden from those who have a stake."""
    practice = get_object_or_404(PracticePage.objects.select_related("lead"), pk=pk)
    if not rules.is_moderator(request.user) or rules.has_stake(request.user, practice):
        raise Http404
    opinions = list(Opinion.objects.for_practice(practice))
    act, form = _act(request, practice, opinions)
    status = None
    if request.method == "POST" and form is None:
        said = {"practice": practice, "sentence": TOO_LATE, "written": request.POST.get("text", "")}
        return render(request, "practices/admin/conflict.html", said, status=CONFLICT)
    if request.method == "POST":
        status = BAD
        if form.is_valid():
            status = _refusal(form, act, practice, request.user)
            if status is None:
                messages.success(request, "C’est noté.")
                return redirect("practices_opinion", pk)
    context = {"practice": practice, "opinions": opinions, "form": form, "is_asking": act is ask}
    return render(request, "opinions/opinion.html", context, status=status)


def _act(request, practice, opinions):
    """What this person may do now, with its form; (None, None) when they only read."""
    review, data = practice.current_workflow_task_state, request.POST or None
    if not isinstance(review, ReviewTaskState):
        return None, None
    opinion = next((opinion for opinion in opinions if opinion.review_id == review.pk), None)
    if opinion is None:
        return ask, AskForm(data, user=request.user)
    is_asked = Association.objects.of(request.user).filter(pk=opinion.association_id).exists()
    return (give, AdviceForm(data)) if is_asked and not opinion.given_at else (None, None)


def _refusal(form, act, practice, user):
    """Do it; when it cannot be done, say why in the form and return the status of the page."""
    try:
        act(practice, user=user, **form.cleaned_data)
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as problem:
        form.add_error(None, problem)
        return BAD
    else:
        return None
    return CONFLICT
