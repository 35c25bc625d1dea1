"""The town's side, by its link and without an account. Reading changes nothing: programs read mails too.

The pages are those of « Mon espace »; the link opens one sheet, and nothing else of the town.
"""

import re
from functools import wraps

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practices import rules
from practices.completeness import completeness_of
from practices.drafts import StaleVersion, mark_of
from practices.files import views as file_views
from practices.files.attaching import files_of
from practices.files.models import SheetFile
from practices.status import due_on
from practices.steps import QUICK, STEPS
from practices.views.saving import BAD, FORBIDDEN, wants_json
from practices.views.steps import check
from practices.views.writing import open_step, show_preview
from practices.writers import Pages, Writer

from .. import links
from ..forms import DeclineForm, SignatureForm, one_line
from ..models import Interview
from ..writing import DEAD, decline, sign

NUMBER = re.compile(r"-\d+-")
CHANGED = "La fiche a changé pendant que vous la lisiez. Relisez-la ci-dessus, puis signez."
UNKNOWN = 404
FORMS = [step.form for step in STEPS if step.form]
ANSWERS = ((SignatureForm, "name"), (SignatureForm, "function"), (DeclineForm, "reason"))
# What a person fills in, by the name of its field; those of a line without its number.
LABELS = {
    name: field.label
    for form in FORMS
    for name, field in form.base_fields.items()
    if name in form.content_names()
}
LABELS |= {
    f"{name}-{place}": field.label
    for form in FORMS
    for name, rows in form.ROWS.items()
    for place, field in rows.form.base_fields.items()
}
LABELS |= {name: form.base_fields[name].label for form, name in ANSWERS}


def by_link(view):
    """Opens the sheet to whoever holds the link; else says why it does not, with all that was typed."""

    @wraps(view)
    @never_cache
    def wrapped(request, token, **kwargs):
        signatory = links.read(token)
        interviews = Interview.objects.select_related("practice__lead")
        interview = interviews.filter(pk=signatory.interview_id).first() if signatory else None
        if interview and rules.can_edit(signatory, interview.practice):
            response = view(request, Writer(signatory, Pages("interviews", token)), interview, **kwargs)
        else:
            response = _closed(request, interview, signatory)
        patch_vary_headers(response, ["Accept"])
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


@by_link
@require_safe
def read(request, writer, interview):
    """What is asked, and the three ways to answer."""
    draft = interview.practice.get_latest_revision_as_object()
    context = {"writer": writer, "interview": interview, "practice": interview.practice, "draft": draft}
    context |= {"completeness": completeness_of(draft, writer.pages), "days": links.DAYS}
    return render(request, "interviews/read.html", context)


@by_link
def edit(request, writer, interview):
    """The first step: what the review asks."""
    return open_step(request, writer, interview.practice, QUICK)


@by_link
def write_step(request, writer, interview, step):
    """Another step, in any order."""
    return open_step(request, writer, interview.practice, step)


@by_link
@require_safe
def preview(request, writer, interview):
    """The sheet as it will look, with its files."""
    draft = interview.practice.get_latest_revision_as_object()
    for file in files_of(draft):
        file.token = writer.pages.token
    return show_preview(request, draft, back=writer.pages.url("read", interview.practice))


@by_link
def files(request, writer, interview):
    """The files of the draft."""
    return file_views.change(request, writer, interview.practice)


@by_link
@require_safe
def file(request, writer, interview, key, name):
    """A file that was sent for this sheet."""
    return file_views.answer_file(_file_of(interview, key, name))


@by_link
@require_safe
def picture(request, writer, interview, key, name):
    """The image at the size of the top of the sheet."""
    return file_views.answer_picture(_file_of(interview, key, name))


@by_link
def submit(request, writer, interview):
    """All answers, to be read again; then signed as they are saved."""
    practice, problem = interview.practice, {}
    form = SignatureForm(request.POST or None, interview=interview, version=mark_of(practice))
    if request.method == "POST" and form.is_valid():
        problem = _sign(practice, writer, form)
        if problem is None:
            return redirect("interviews:read", writer.pages.token)
    status = BAD if form.errors or problem else 200
    return check(request, writer, practice, form=form, interview=interview, status=status, **problem)


@by_link
def refuse(request, writer, interview):
    """The collectivity wants no sheet."""
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decline(interview.practice, signatory=writer.user, **form.cleaned_data)
        except PermissionDenied as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("interviews:read", writer.pages.token)
    context = {"writer": writer, "practice": interview.practice, "form": form}
    return render(request, "interviews/decline.html", context, status=BAD if form.errors else 200)


def _sign(practice, writer, form):
    """None once signed; else what the page says instead."""
    told = {name: form.cleaned_data[name] for name in ("version", "name", "function")}
    try:
        sign(practice, signatory=writer.user, **told)
    except StaleVersion as stale:
        form.data = form.data.copy()
        form.data["version"] = mark_of(stale.practice)
        form.add_error(None, CHANGED)
        return {}
    except ValidationError:
        return {"is_refused": True}
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
        return {}
    return None


def _file_of(interview, key, name):
    return get_object_or_404(SheetFile.objects.clean(), key=key, name=name, practice=interview.practice)


def _typed(posted, answered):
    """What was posted, as (label, value), but for what the answer holds: the same button pressed twice."""
    held = {}
    if answered:
        held = {
            "name": answered.signatory,
            "function": answered.signatory_function,
            "reason": answered.reason,
        }
    return [
        (label, value)
        for name, value in posted.items()
        if (label := LABELS.get(NUMBER.sub("-", name)))
        and value
        and one_line(value) != one_line(held.get(name, ""))
    ]


def _closed(request, interview, signatory):
    if wants_json(request):
        return JsonResponse({"refusal": DEAD}, status=FORBIDDEN)
    is_last = interview is not None and interview.link == signatory.link
    answered = is_last and bool(interview.outcome)
    typed = _typed(request.POST, interview if answered else None)
    context = {"interview": interview, "is_last": is_last, "answered": answered, "typed": typed}
    if answered:
        context["due_on"] = due_on(interview.answered_at)
    status = 200 if answered and request.method != "POST" else UNKNOWN
    return render(request, "interviews/closed.html", context, status=status)
