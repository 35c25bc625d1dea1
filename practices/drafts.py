"""Writing the draft of a sheet, from the town's side."""

import json
from datetime import timedelta
from hashlib import sha256

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import COMMENTS_RELATION_NAME, TaskState

from . import rules
from .audit.acts import Act
from .audit.recording import record
from .authorship import account_of, is_author, keep_version
from .models.draft_key import DraftKey
from .models.practice import UNTITLED, PracticeIndexPage, PracticePage
from .moments import hour
from .signals import lead_changed

GOING_ON = timedelta(hours=1)
NOT_YOUR_LEAD = "Vous ne pouvez pas écrire au nom de cette collectivité."
NOT_YOURS_TO_GIVE = (
    "Seule la personne qui a commencé la fiche, ou un référent de sa collectivité, peut changer la "
    "collectivité qui la porte."
)


class StaleVersion(Exception):
    """Somebody saved a newer version meanwhile; `practice` holds it, `str()` says whose it is."""

    def __init__(self, practice):
        self.practice = practice
        self.version = practice.latest_revision
        author = self.version.user or "Une autre personne"
        super().__init__(f"{author} a enregistré une version plus récente à {hour(self.version.created_at)}.")


def locked(practice) -> PracticePage:
    """The sheet as stored, its row locked until the end of the transaction."""
    return PracticePage.objects.select_for_update().get(pk=practice.pk)


def version_of(practice, names) -> str:
    """A mark of what a sheet holds in these fields: another as soon as one of them changes."""
    content = [[name, _comparable(name, getattr(practice, name))] for name in sorted(names)]
    return sha256(json.dumps(content, default=str).encode()).hexdigest()


def mark_of(practice) -> str:
    """Of the last version, another as soon as somebody saves: an hour's work of one hand keeps its key."""
    return practice.latest_revision_created_at.isoformat()


@transaction.atomic
def create_draft(user, *, lead, data, key=None) -> PracticePage:
    """A new sheet of a collectivity that this person speaks for; nothing needs to be filled in.

    `key` is the page's own: the same page sent again finds its sheet. Raises PermissionDenied.
    """
    if not rules.is_member(user, lead.pk):
        raise PermissionDenied(NOT_YOUR_LEAD)
    locked_index()
    data = {**data, "lead": lead}
    known = DraftKey.objects.filter(user=user, key=key).first() if key else None
    if known:
        return save_draft(known.practice, user=user, data=data, seen=known.seen, key=key)
    return add_draft(user, lead=lead, data=data, key=key)


@transaction.atomic
def add_draft(user, *, lead, data, key=None) -> PracticePage:
    """A new sheet of a collectivity, whoever writes it: what allows them to is asked before."""
    index = locked_index()
    practice = PracticePage(owner=user, lead=lead, live=False, title=UNTITLED)
    _apply(practice, data)
    index.add_child(instance=practice)
    practice.save_revision(user=user, log_action="wagtail.create")
    _remember(practice, user, key, data)
    return practice


@transaction.atomic
def save_draft(practice, *, user, data, seen=None, key=None) -> PracticePage:
    """Save what the person typed as a new version; the published one, if any, stays up.

    `user` has an account, or holds the link of an interview (see `interviews.signatory`).
    `seen` is the `version_of` these fields that they started from; `key` is the page's own, which may go on
    from what it saved itself though it was never told so. Saving what is already saved changes nothing.
    Raises PermissionDenied, and StaleVersion when somebody was faster.
    """
    locked_index()
    stored = locked(practice)
    draft = stored.get_latest_revision_as_object()
    if not rules.can_write(user, stored):
        raise PermissionDenied("Vous ne pouvez pas modifier cette fiche.")
    current, former = version_of(draft, data), draft.lead
    if not _apply(draft, data):
        return draft
    if seen and current not in (seen, *_remembered(stored, user, key)):
        raise StaleVersion(stored)
    if not rules.can_edit(user, stored):
        raise PermissionDenied(
            "Cette fiche est en relecture ou archivée\u00a0: elle ne peut pas être modifiée."
        )
    if draft.lead != former:
        _check_lead(user, stored, draft)
    draft.full_clean()
    comments = list(getattr(draft, COMMENTS_RELATION_NAME).all())  # with their place in this version
    if not stored.live:
        draft.save()
    setattr(draft, COMMENTS_RELATION_NAME, comments)
    keep_version(draft, writer=user, overwrite_revision=going_on(stored, user))
    _remember(draft, user, key, data)
    if draft.lead != former:
        record(Act.CHANGE_LEAD, draft, user=user)
        lead_changed.send(sender=PracticePage, practice=draft, former=former, by=user)
    return draft


def _check_lead(user, stored, draft):
    """Colleagues read a sheet no more once it is another collectivity's, and those of that one do."""
    if not rules.is_member(user, draft.lead_id):
        raise PermissionDenied(NOT_YOUR_LEAD)
    if not rules.can_change_lead(user, stored):
        raise PermissionDenied(NOT_YOURS_TO_GIVE)


def going_on(practice, user):
    """The version that this person is still writing, to be replaced: history keeps one for an hour's work."""
    version = practice.latest_revision
    if version is None or version.pk == practice.live_revision_id:
        return None
    if version.created_at < timezone.now() - GOING_ON:
        return None
    if not is_author(user, version, practice):
        return None
    return None if TaskState.objects.filter(revision=version).exists() else version


def _remember(practice, user, key, names):
    if key:
        draft = practice.get_latest_revision_as_object()
        own = {"practice": practice, "seen": version_of(draft, names)}
        DraftKey.objects.update_or_create(user=account_of(user), key=key, defaults=own)


def _remembered(practice, user, key):
    """What the page with this key saved last; nothing when it has not."""
    own = DraftKey.objects.filter(user=account_of(user), key=key, practice=practice)
    return own.values_list("seen", flat=True)


def locked_index():
    """Locked before any sheet: two added, or named, at once would get the same place or the same address."""
    index = PracticeIndexPage.objects.select_for_update().first()
    if index is None:
        raise ImproperlyConfigured("No parent for the sheets: run starter_site.")
    return index


def _apply(practice, data):
    """Set the fields that differ; tell whether any did."""
    changed = False
    for name, value in data.items():
        value = (value or UNTITLED) if name == "title" else value
        if _comparable(name, getattr(practice, name)) != _comparable(name, value):
            setattr(practice, name, value)
            changed = True
    return changed


def _comparable(name, value):
    """A field, themes or lines of a sheet as plain values, however it came."""
    field = PracticePage._meta.get_field(name)
    if field.one_to_many or field.many_to_many:
        several = list(value.all()) if hasattr(value, "all") else value
        return [_line(row) for row in several] if field.one_to_many else sorted(one.pk for one in several)
    return getattr(value, "pk", value)


def _line(row):
    names = [field.attname for field in row._meta.concrete_fields]
    return [getattr(row, name) for name in names if name not in ("id", "page_id", "sort_order")]
