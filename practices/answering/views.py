"""The moderators' page of the admin that answers a town: changes asked, or a refusal, with remarks."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from practices import rules
from practices.drafts import StaleVersion
from practices.models import PracticePage
from practices.models.review import Verdict
from practices.opinions.models import Opinion
from practices.review import DecisionConflict

from .answering import answer
from .composing import with_texts
from .forms import AnswerForm, RemarkFormSet, TextsForm, remarks_in

BAD, CONFLICT = 400, 409
DONE = {
    Verdict.CHANGES: "Votre demande est partie.",
    Verdict.REFUSED: "La fiche est refusée. La collectivité reçoit votre message.",
}


@never_cache
def answer_town(request, pk):
    """The answer, composed on one page; hidden from those who have a stake."""
    practice = get_object_or_404(PracticePage.objects.select_related("lead"), pk=pk)
    if not rules.is_moderator(request.user) or rules.has_stake(request.user, practice):
        raise Http404
    if request.method != "POST":
        form = AnswerForm(initial={"version": practice.latest_revision_id, "verdict": Verdict.CHANGES})
        return _page(request, practice, form, RemarkFormSet())
    if "insert" in request.POST:
        return _page(request, practice, *with_texts(request.POST))
    form, remarks = AnswerForm(request.POST), RemarkFormSet(request.POST)
    if not (form.is_valid() and remarks.is_valid()):
        return _page(request, practice, form, remarks, status=BAD)
    status = _refusal(request, practice, form, remarks)
    if status:
        return _page(request, practice, form, remarks, status=status)
    messages.success(request, DONE[form.cleaned_data["verdict"]])
    return redirect("desk")


def _refusal(request, practice, form, remarks):
    """Carry out the answer; when it cannot be, say why in the form and return the status of the page."""
    given = form.cleaned_data
    said = {"verdict": given["verdict"], "message": given["message"], "remarks": remarks_in(remarks)}
    try:
        answer(practice, user=request.user, **said, texts=given["used"], version=given["version"])
    except StaleVersion as newer:
        form.data = form.data.copy()
        form.data["version"] = newer.version.pk
        form.add_error(
            None, f"{newer} Relisez la fiche\u00a0: envoyée de nouveau, votre réponse vaudra pour elle."
        )
    except (DecisionConflict, PermissionDenied) as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as problem:
        form.add_error(None, problem.messages)
        return BAD
    else:
        return None
    return CONFLICT


def _page(request, practice, form, remarks, *, status=200):
    texts = TextsForm()
    opinion = Opinion.objects.for_practice(practice).first()
    context = {"practice": practice, "form": form, "remarks": remarks, "texts": texts, "opinion": opinion}
    return render(request, "answering/answer.html", context, status=status)
