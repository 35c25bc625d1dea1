"""Saving what was typed, whoever asks: a button, or the page by itself.

A page that saves by itself asks for JSON. It keeps what is right and says what is not; a button saves all or
nothing, and the page comes back with all that was typed.
"""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.csrf import csrf_failure

from ..drafts import StaleVersion, create_draft, save_draft, version_of
from ..forms.writing import BLANK
from ..moments import hour

UNAUTHORIZED, FORBIDDEN, CONFLICT, BAD = 401, 403, 409, 400
HIDDEN = ("csrfmiddlewaretoken",)
DRAFTS = (
    "practices:create",
    "practices:edit",
    "practices:step",
    "practices:co_bearers",
    "practices:files",
    "practices:mail_choices",
)
DRAFTS_BY_LINK = ("interviews:edit", "interviews:step")
WORDS = (  # what is typed there goes to somebody
    "practices:conversation",
    "practices:answer_remark",
    "practices:delete",
    "practices:bearing",
    "practices:still_running",
    "practices:join",
    "practices:bearing_address",
    "practices:begin_interview",
    "practices:interview",
    "practices:reuse",
)
WORDS_BY_LINK = (
    "interviews:decline",
    "interviews:submit",
    "practices:bearing_link",
    "practices:still_running_link",
)


def keeps_what_was_typed(view):
    """As `login_required`, but what was posted after the session ended is not lost."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.user.is_authenticated:
            response = view(request, *args, **kwargs)
        elif request.method == "POST" and (request.htmx or wants_json(request)):
            response = JsonResponse({"ended": True}, status=UNAUTHORIZED)
        elif _typed(request):
            response = kept(request, status=UNAUTHORIZED)
        else:
            return redirect_to_login(request.get_full_path())
        patch_vary_headers(response, ["Accept"])
        return response

    return wrapped


def kept(request, *, status):
    """All that was posted, on a page that posts it again once the person is logged in."""
    page = request.resolver_match.view_name
    context = {
        "posted": _typed(request),
        "must_log_in": not (request.user.is_authenticated or page in (*DRAFTS_BY_LINK, *WORDS_BY_LINK)),
        "is_sent": page in (*WORDS, *WORDS_BY_LINK),
        "lost_files": bool(request.FILES),
    }
    return render(request, "practices/session_ended.html", context, status=status)


def _typed(request):
    """What was posted, as (name, value); empty for a button alone."""
    return [(name, value) for name, values in request.POST.lists() if name not in HIDDEN for value in values]


def token_refused(request, reason=""):
    """Django's page for a form whose token is too old, as after a new login; what was typed is kept on it.

    Nothing is done with what was posted: the person sees the page, and posts it again or not.
    """
    page = request.resolver_match.view_name if request.resolver_match else ""
    keeps = page in (*DRAFTS, *DRAFTS_BY_LINK, *WORDS, *WORDS_BY_LINK)
    if keeps and not wants_json(request) and _typed(request):
        return kept(request, status=FORBIDDEN)
    return csrf_failure(request, reason)


def wants_json(request):
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def store(form, practice=None):
    """The draft with what the form holds. Raises what `create_draft` and `save_draft` raise."""
    key = form.cleaned_data.get("key")
    if practice is None:
        return create_draft(form.user, lead=form.cleaned_data["lead"], data=form.content, key=key)
    seen = form.cleaned_data.get("seen")
    return save_draft(practice, user=form.user, data=form.content, seen=seen, key=key)


def said_saved():
    return f"Brouillon enregistré à {hour(timezone.now())}."


def autosave(form, practice, step, pages):
    """The answer to a page that saves by itself: what was kept, what was not, and why."""
    form.is_valid()
    if practice is None and "lead" in form.errors:
        return JsonResponse({"refusal": form.errors["lead"][0]}, status=BAD)
    if practice is None and form.is_blank:
        return JsonResponse({"refusal": BLANK}, status=BAD)
    try:
        saved = store(form, practice)
    except StaleVersion as stale:
        return JsonResponse({"conflict": str(stale)}, status=CONFLICT)
    except PermissionDenied as refusal:
        return JsonResponse({"refusal": str(refusal)}, status=FORBIDDEN)
    except ValidationError as errors:
        return JsonResponse({"refusal": " ".join(errors.messages)}, status=BAD)
    seen = version_of(saved.get_latest_revision_as_object(), form.content_names())
    refused = form.labels_refused()
    sentence = said_saved()
    if refused:
        names = ", ".join(f"«\u00a0{label}\u00a0»" for label in refused)
        sentence = f"{sentence.removesuffix('.')}, sauf {names}\u00a0: à corriger."
    address = step.url(saved, pages)
    return JsonResponse({"saved": sentence, "seen": seen, "address": address, "refused": refused})
