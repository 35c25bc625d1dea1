"""The town writes its sheet."""

import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practices.territories.models import Membership, Territory

from .. import rules
from ..answers import answers_of
from ..completeness import completeness_of
from ..drafts import StaleVersion, version_of
from ..forms.writing import NextForm, QuickForm
from ..models import PracticePage
from ..remarks import remarks_of
from ..status import status_of
from ..steps import CO_BEARERS, QUICK, SENDING, stepper_of
from ..writers import Writer
from .saving import BAD, CONFLICT, autosave, keeps_what_was_typed, said_saved, store, wants_json


@keeps_what_was_typed
@never_cache
def create(request):
    """A new sheet; the draft is kept from the first button pressed, whatever is missing."""
    if not Territory.objects.for_member(request.user):
        return _send_to_join(request)
    return _write(request, Writer(request.user), QUICK, initial=_new_initial(request.user))


def _send_to_join(request):
    """Whoever speaks for nobody: to their request, which waits for an answer, or to making one."""
    waiting = Membership.objects.pending().for_user(request.user).select_related("territory").first()
    if waiting:
        said = f"Vous pourrez écrire une fiche quand votre demande pour {waiting.territory} sera acceptée."
        messages.info(request, said)
        return redirect("practices:my_practices")
    messages.info(request, "Dites d’abord pour quelle collectivité vous écrivez.")
    return redirect("practices:join")


@keeps_what_was_typed
@never_cache
def edit(request, pk):
    """The first step: what the review asks."""
    return open_step(request, Writer(request.user), _own(request, pk), QUICK)


@keeps_what_was_typed
@never_cache
def write_step(request, pk, step):
    """Another step of a draft, in any order."""
    return open_step(request, Writer(request.user), _own(request, pk), step)


@keeps_what_was_typed
@never_cache
def name_co_bearers(request, pk):
    """The step that names other collectivities, with what each answered."""
    return open_step(request, Writer(request.user), _own(request, pk), CO_BEARERS)


@login_required
@never_cache
@require_safe
def preview(request, pk):
    """The last version, as the public page will show it."""
    practice = sheet_to_read(request, pk)
    draft = practice.get_latest_revision_as_object()
    return show_preview(request, draft, back=_back_from_preview(request.user, practice))


def sheet_to_read(request, pk):
    """The sheet, for whoever may read its draft; Http404 for others."""
    practice = get_object_or_404(PracticePage.objects.visible_to(request.user).select_related("lead"), pk=pk)
    if not rules.can_view_draft(request.user, practice):
        raise Http404
    return practice


def _back_from_preview(user, practice):
    """Where whoever reads the preview works on the sheet, or on others."""
    if rules.can_write(user, practice):
        return QUICK.url(practice)
    if not rules.is_moderator(user):
        return reverse("practices:my_practices")
    return practice.reading_url if practice.workflow_in_progress else reverse("desk")


def show_preview(request, draft, *, back):
    """A version as a page of the site, for whoever may read it; `back` leads out of it."""
    request.is_preview, request.preview_back = True, back
    response = draft.serve_preview(request, draft.default_preview_mode)
    response["X-Robots-Tag"] = "noindex"
    return response


def resting(request, practice):
    """The page of a sheet in review, or archived: it is read, not written."""
    context = {"practice": practice.get_latest_revision_as_object(), "standing": status_of(practice)}
    return render(request, "practices/practice_resting.html", context)


def open_step(request, writer, practice, step):
    """One step of the draft, whoever writes; read only while it is in review, or archived."""
    if request.method != "POST" and not rules.can_edit(writer.user, practice):
        return resting(request, practice)
    return _write(request, writer, step, practice)


def _own(request, pk):
    return get_object_or_404(PracticePage.objects.writable_by(request.user), pk=pk)


def _write(request, writer, step, practice=None, initial=None):
    draft = practice.get_latest_revision_as_object() if practice else None
    data = request.POST if request.method == "POST" else None  # with nothing ticked there is nothing in it
    form = step.form(data, user=writer.user, practice=draft, initial=initial)
    if request.method == "POST" and wants_json(request):
        return autosave(form, practice, step, writer.pages)
    if request.method == "POST" and form.is_valid():
        return _save(request, writer, step, form, practice)
    return _page(request, writer, step, form, practice)


def _new_initial(user):
    membership = Membership.objects.confirmed().for_user(user).order_by("decided_at").first()
    return {
        "lead": membership.territory_id if membership else None,
        "state_date": datetime.date.today(),
        "contact_function": membership.function if membership else "",
        "contact_email": user.email,
    }


def _save(request, writer, step, form, practice):
    """Save and go where the button leads; or show the page again, with all that was typed."""
    try:
        saved = store(form, practice)
    except StaleVersion as stale:
        return _stale(request, writer, step, form, stale)
    except PermissionDenied as refusal:
        return _page(request, writer, step, form, practice, refusal=str(refusal), status=CONFLICT)
    except ValidationError as errors:
        form.add_error(None, errors.messages)
        return _page(request, writer, step, form, practice)
    messages.success(request, f"{said_saved()} Vous pouvez fermer cette page et revenir.")
    return redirect(_next(request, writer, step, saved))


def _next(request, writer, step, practice):
    """Where the button that was pressed leads."""
    buttons = NextForm(request.POST)
    pressed = buttons.cleaned_data if buttons.is_valid() else {}
    if pressed.get("go_on"):
        stepper = stepper_of(practice, step, writer.pages)
        return SENDING.url(practice, writer.pages) if step is QUICK else stepper.next.url
    here = step.url(practice, writer.pages)
    return f"{here}#lignes-{pressed['add']}" if pressed.get("add") in step.form.ROWS else here


def _stale(request, writer, step, form, stale):
    """Both versions on one page; saving again keeps what is on the screen."""
    theirs = stale.practice.get_latest_revision_as_object()
    typed = step.form(form.data, user=writer.user, practice=theirs)
    changed = {*typed.changed_data, *typed.ROWS}
    differences = [answer for answer in answers_of(theirs, step.form) if answer.name in changed]
    form.data = form.data.copy()
    form.data["seen"] = version_of(theirs, form.content_names())
    context = {"sentence": str(stale), "differences": differences}
    return _page(request, writer, step, form, stale.practice, stale=context, status=CONFLICT)


def _page(request, writer, step, form, practice=None, *, status=None, **context):
    """The form with all that was typed; `practice` says where it is saved."""
    action = step.url(practice, writer.pages) if practice else reverse("practices:create")
    context |= {"form": form, "practice": practice, "step": step, "is_quick": step is QUICK, "action": action}
    context |= {"writer": writer, "of_member": True}
    if step is QUICK:
        context["parts"] = [
            (slug, title, [form[name] for name in names]) for slug, title, names in QuickForm.PARTS
        ]
    if practice:
        draft = practice.get_latest_revision_as_object()
        context["of_member"] = rules.is_member(writer.user, practice.lead_id)
        context["standing"] = status_of(practice)
        context["completeness"] = completeness_of(draft, writer.pages)
        context["stepper"] = stepper_of(draft, step, writer.pages)
        context["here"] = step.url(practice, writer.pages)
        context["preview_url"] = writer.pages.url("preview", practice)
        if context["of_member"]:
            context["remarks"] = remarks_of(practice)
            context["remarks_elsewhere"] = context["remarks"].elsewhere(step.form.content_names())
    default = BAD if form.is_bound and form.errors else 200
    return render(request, "practices/practice_form.html", context, status=status or default)
