"""The town writes its sheet."""

import datetime
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practices.territories.models import Membership, Territory

from .. import rules
from ..completeness import completeness_of
from ..drafts import StaleVersion, create_draft, save_draft
from ..forms.writing import QuickForm, SendForm
from ..models import PracticePage, Theme
from ..review import submit
from ..status import status_of

CONFLICT = 409
PARTS = {
    "essential": ("lead", "title", "summary", "themes"),
    "story": ("need", "actions", "lessons", "state", "state_date"),
    "contact": ("contact_function", "contact_email"),
}


@login_required
@never_cache
def create(request):
    """A new sheet; the draft is kept from the first button pressed, whatever is missing."""
    territories = Territory.objects.for_member(request.user)
    if not territories:
        messages.info(request, "Dites d’abord pour quelle collectivité vous écrivez.")
        return redirect("practices:join")
    form = QuickForm(request.POST or None, territories=territories, initial=_new_initial(request.user))
    if request.method == "POST" and form.is_valid():
        return _save(request, form)
    return _page(request, form)


@login_required
@never_cache
def edit(request, pk):
    """The draft of a sheet of one's collectivity; read only while it is in review, or archived."""
    practice = get_object_or_404(PracticePage.objects.led_by_member(request.user), pk=pk)
    draft = practice.get_latest_revision_as_object()
    if request.method != "POST" and not rules.can_edit(request.user, practice):
        context = {"practice": draft, "standing": status_of(practice)}
        return render(request, "practices/practice_resting.html", context)
    territories = Territory.objects.for_member(request.user)
    form = QuickForm(request.POST or None, territories=territories, practice=draft)
    if request.method == "POST" and form.is_valid():
        return _save(request, form, practice)
    return _page(request, form, practice)


@login_required
@never_cache
@require_safe
def preview(request, pk):
    """The last version, as the public page will show it."""
    practice = get_object_or_404(PracticePage.objects.visible_to(request.user), pk=pk)
    if not rules.can_view_draft(request.user, practice):
        raise Http404
    request.is_preview = True
    draft = practice.get_latest_revision_as_object()
    response = draft.serve_preview(request, draft.default_preview_mode)
    response["X-Robots-Tag"] = "noindex"
    return response


def _new_initial(user):
    membership = Membership.objects.confirmed().for_user(user).order_by("decided_at").first()
    return {
        "lead": membership.territory_id if membership else None,
        "state_date": datetime.date.today(),
        "contact_function": membership.function if membership else "",
        "contact_email": user.email,
        "key": uuid.uuid4(),
    }


def _save(request, form, practice=None):
    """Save, then send if asked to; whatever goes wrong, the page comes back with all that was typed."""
    try:
        if practice is None:
            saved = create_draft(
                request.user,
                lead=form.cleaned_data["lead"],
                data=form.content,
                key=form.cleaned_data["key"],
            )
        else:
            version = form.cleaned_data["version"]
            saved = save_draft(practice, user=request.user, data=form.content, version=version)
    except StaleVersion as stale:
        return _stale(request, form, stale)
    except PermissionDenied as refusal:
        return _page(request, form, practice, refusal=str(refusal), status=CONFLICT)
    except ValidationError as errors:
        form.add_error(None, errors.messages)
        return _page(request, form, practice)
    sending = SendForm(request.POST)
    if sending.is_valid() and sending.cleaned_data["send"]:
        return _send(request, form, saved)
    now = date_format(timezone.localtime(), r"G \h i")
    messages.success(request, f"Brouillon enregistré à {now}. Vous pouvez fermer cette page et revenir.")
    return redirect("practices:edit", saved.pk)


def _send(request, form, practice):
    try:
        submit(practice, user=request.user)
    except ValidationError as errors:
        form.add_missing(errors.message_dict)
        return _page(request, _restarted(form, practice), practice, is_saved=True)
    except PermissionDenied:
        messages.info(request, "Rien n’a changé depuis la version publiée\u00a0: il n’y a rien à relire.")
        return redirect("practices:edit", practice.pk)
    messages.success(request, "Votre fiche est en relecture. Les associations répondent sous dix jours.")
    return redirect("practices:my_practices")


def _stale(request, form, stale):
    """Both versions on one page; saving again keeps what is on the screen."""
    theirs = stale.practice.get_latest_revision_as_object()
    shown = QuickForm(territories=form.fields["lead"].queryset, practice=theirs)
    typed = QuickForm(form.data, territories=form.fields["lead"].queryset, practice=theirs)
    differences = [
        {"field": shown[name], "theirs": _in_words(shown[name])}
        for name in typed.changed_data
        if name in shown.CONTENT
    ]
    context = {"sentence": str(stale), "differences": differences}
    return _page(request, _restarted(form, stale.practice), stale.practice, stale=context, status=CONFLICT)


def _in_words(field):
    """What a field shows, as a reader would read it."""
    value = field.value()
    if field.name == "themes":
        return ", ".join(str(theme) for theme in Theme.objects.filter(pk__in=filter(None, value)))
    choices = dict(getattr(field.field, "choices", None) or [])
    if field.name == "lead":
        return str(Territory.objects.filter(pk=value).first() or "")
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return choices.get(value, value) or ""


def _restarted(form, practice):
    """The same form, that starts from the version that is stored now."""
    form.data = form.data.copy()
    form.data["version"] = practice.latest_revision_id
    return form


def _page(request, form, practice=None, *, status=None, **context):
    """The form with all that was typed; `practice` says where it is saved."""
    context |= {"form": form, "practice": practice}
    context |= {name: [form[field] for field in fields] for name, fields in PARTS.items()}
    if practice:
        context["standing"] = status_of(practice)
        context["completeness"] = completeness_of(practice.get_latest_revision_as_object())
    failed = form.errors and not context.get("is_saved")
    return render(request, "practices/practice_form.html", context, status=status or (400 if failed else 200))
