"""The town's page of the files of a sheet, and the two addresses at which anybody reads one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practices import rules as practice_rules
from practices.completeness import completeness_of
from practices.models import PracticePage
from practices.remarks import remarks_of
from practices.steps import FILES, stepper_of
from practices.views.saving import CONFLICT, keeps_what_was_typed
from practices.writers import Writer

from . import rules
from .attaching import attach, choose_picture, describe, detach, files_of
from .forms import ActionForm, UploadForm
from .models import SheetFile
from .refusals import Refusal
from .rows import rows_of, show_theirs

POLICY = "default-src 'none'"


@keeps_what_was_typed
@never_cache
def of_town(request, pk):
    """The files of a draft of one's own."""
    practice = get_object_or_404(PracticePage.objects.writable_by(request.user), pk=pk)
    return change(request, Writer(request.user), practice)


def change(request, writer, practice):
    """The files of the draft: whatever button is pressed, what is typed is saved too."""
    if request.method != "POST":
        return _page(request, writer, practice)
    rows, again = rows_of(practice.get_latest_revision_as_object(), request.POST), {"posted": request.POST}
    try:
        again["theirs"] = theirs = _describe(writer.user, practice, rows)
        refused, is_rest_kept = _apply(request, writer.user, practice, rows)
    except Refusal as refusal:
        return _page(request, writer, practice, problem=str(refusal), status=400, **again)
    except PermissionDenied as denial:
        return _page(request, writer, practice, problem=str(denial), status=CONFLICT, **again)
    again |= {"refused": refused, "is_rest_kept": is_rest_kept}
    if theirs or refused or any(row.form.errors for row in rows):
        return _page(request, writer, practice, status=CONFLICT if theirs else 400, **again)
    if request.htmx:
        return _page(request, writer, practice)
    messages.success(request, "C’est enregistré.")
    return redirect(_next(request, writer, practice))


@never_cache
@require_safe
def file(request, key, name):
    """The file itself; whoever may not read it learns nothing of it."""
    return answer_file(_readable(request, key, name))


@never_cache
@require_safe
def picture(request, key, name):
    """The image at the size of the top of a sheet."""
    return answer_picture(_readable(request, key, name))


def answer_file(found):
    """What a file holds, for whoever may read it."""
    return _answer(found.content, found, as_attachment=not found.kind.is_inline)


def answer_picture(found):
    """The same of its small image; Http404 as long as it has none."""
    if not found.picture:
        raise Http404
    return _answer(found.picture, found, as_attachment=False)


def _describe(user, practice, rows):
    texts = {row.file.key: row.typed for row in rows}
    return describe(practice, user=user, texts=texts, shown={row.file.key: row.shown for row in rows})


def _apply(request, user, practice, rows):
    """Do all else that was posted: why files were refused, by name, and whether anything was kept."""
    action = ActionForm(request.POST)
    if action.is_valid() and action.cleaned_data["remove"]:
        detach(practice, user=user, key=action.cleaned_data["remove"])
    elif action.is_valid() and action.cleaned_data["choose"]:
        choose_picture(practice, user=user, key=action.cleaned_data["choose"])
    upload = UploadForm(request.POST, request.FILES)
    upload.is_valid()  # a key that is none leaves the files as they are
    files, key = upload.cleaned_data["files"], upload.cleaned_data.get("key")
    refused = attach(practice, user=user, uploads=files, key=key) if files else {}
    is_told = any(row.typed and row.form.changed_data for row in rows)
    return refused, is_told or len(files) > len(refused)


def _next(request, writer, practice):
    """Where the button that was pressed leads."""
    action = ActionForm(request.POST)
    if action.is_valid() and action.cleaned_data["go_on"]:
        return stepper_of(practice, FILES, writer.pages).next.url
    return FILES.url(practice, writer.pages)


def _readable(request, key, name):
    found = SheetFile.objects.clean().filter(key=key, name=name).select_related("practice").first()
    if found is None or not rules.can_read(request.user, found):
        raise Http404
    return found


def _answer(content, found, *, as_attachment):
    try:
        stream = content.open()
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        stream, as_attachment=as_attachment, filename=found.name, content_type=found.kind.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response._csp_exempt = True  # this one is narrower than that of the pages
    return response


def _page(request, writer, practice, *, posted=None, theirs=None, status=None, **context):
    practice.refresh_from_db()
    draft = practice.get_latest_revision_as_object()
    for file in files_of(draft):
        file.token = writer.pages.token
    rows = rows_of(draft, posted)
    if theirs is not None:
        show_theirs(rows, theirs, confirms=not request.htmx)
    context |= {
        "here": FILES.url(practice, writer.pages),
        "writer": writer,
        "practice": practice,
        "of_member": practice_rules.is_member(writer.user, practice.lead_id),
        "step": FILES,
        "stepper": stepper_of(draft, FILES, writer.pages),
        "completeness": completeness_of(draft, writer.pages),
        "preview_url": writer.pages.url("preview", practice),
        "rows": rows,
        "upload": UploadForm(),
        "has_errors": status is not None,
        "can_edit": practice_rules.can_edit(writer.user, practice),
    }
    if context["of_member"]:
        context["remarks"] = remarks_of(practice)
    template = "files/_files.html" if request.htmx else "files/of_town.html"
    response = render(request, template, context, status=status or 200)
    response["Vary"] = "HX-Request"
    response["X-Files"] = "1"  # tells the script apart from a login page, or an error
    return response
