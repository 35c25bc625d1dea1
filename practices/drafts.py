"""Writing the draft of a sheet, from the town's side."""

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from . import rules
from .models.draft_key import DraftKey
from .models.practice import UNTITLED, PracticeIndexPage, PracticePage


class StaleVersion(Exception):
    """Somebody saved a newer version meanwhile; `practice` holds it, `str()` says whose it is."""

    def __init__(self, practice):
        self.practice = practice
        self.version = practice.latest_revision
        when = date_format(timezone.localtime(self.version.created_at), r"G \h i")
        author = self.version.user or "Une autre personne"
        super().__init__(f"{author} a enregistré une version plus récente à {when}.")


def locked(practice) -> PracticePage:
    """The sheet as stored, its row locked until the end of the transaction."""
    return PracticePage.objects.select_for_update().get(pk=practice.pk)


@transaction.atomic
def create_draft(user, *, lead, data, key=None) -> PracticePage:
    """A new sheet of a collectivity that this person speaks for; nothing needs to be filled in.

    `key` is the form's own: the same form sent again finds its sheet. Raises PermissionDenied.
    """
    if not rules.is_member(user, lead.pk):
        raise PermissionDenied("Vous ne pouvez pas écrire au nom de cette collectivité.")
    index = _locked_index()
    known = DraftKey.objects.filter(user=user, key=key).first() if key else None
    if known:
        return save_draft(known.practice, user=user, data={**data, "lead": lead}, version=known.version_id)
    practice = PracticePage(owner=user, lead=lead, live=False, title=UNTITLED)
    _apply(practice, data)
    index.add_child(instance=practice)
    version = practice.save_revision(user=user, log_action="wagtail.create")
    if key:
        DraftKey.objects.create(user=user, key=key, practice=practice, version=version)
    return practice


@transaction.atomic
def save_draft(practice, *, user, data, version=None) -> PracticePage:
    """Save what the person typed as a new version; the published one, if any, stays up.

    `version` is the key of the version they started from. Saving what is already saved changes nothing.
    Raises PermissionDenied, and StaleVersion when somebody was faster.
    """
    _locked_index()
    stored = locked(practice)
    draft = stored.get_latest_revision_as_object()
    if not rules.is_member(user, stored.lead_id):
        raise PermissionDenied("Vous ne pouvez pas modifier cette fiche.")
    if not _apply(draft, data):
        return draft
    if version is not None and version != stored.latest_revision_id:
        raise StaleVersion(stored)
    if not rules.can_edit(user, stored):
        raise PermissionDenied(
            "Cette fiche est en relecture ou archivée\u00a0: elle ne peut pas être modifiée."
        )
    if draft.lead_id != stored.lead_id and not rules.is_member(user, draft.lead_id):
        raise PermissionDenied("Vous ne pouvez pas écrire au nom de cette collectivité.")
    draft.full_clean()
    if not stored.live:
        draft.save()
    draft.save_revision(user=user, log_action=True, clean=False)
    return draft


def _locked_index():
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
        before = getattr(practice, name)
        if hasattr(before, "all"):
            differs = {one.pk for one in before.all()} != {one.pk for one in value}
        else:
            differs = before != value
        if differs:
            setattr(practice, name, value)
            changed = True
    return changed
