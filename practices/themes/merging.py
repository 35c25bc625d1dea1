"""One of two themes goes: its sheets, in all their versions, and its address pass to the other."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from wagtail.models import ReferenceIndex, Revision

from practices import rules
from practices.audit.acts import Act
from practices.audit.recording import record
from practices.drafts import locked_index
from practices.models import PracticePage, Theme
from practices.signals import practices_changed

from .models import lead_to

TAGGED = PracticePage.themes.through


@dataclass(frozen=True)
class Uses:
    """How many sheets have a theme: `published` on the site, `proposed` in their last version only."""

    published: int
    proposed: int


def uses_of(theme) -> Uses:
    """What a merge of this theme would change."""
    published = set(theme.practices.filter(live=True).values_list("pk", flat=True))
    last = PracticePage.objects.filter(latest_revision__in=[version.pk for version in _versions(theme)])
    proposed = set(last.values_list("pk", flat=True)) | set(theme.practices.values_list("pk", flat=True))
    return Uses(len(published), len(proposed - published))


@transaction.atomic
def merge(gone, *, into, user) -> Theme:
    """Give the sheets of `gone` the theme `into`, each once, and delete `gone`; its address leads to `into`.

    Published rows, drafts and versions in review change in place: no version is new, nobody is told. Nobody
    adds a sheet meanwhile, and the sheets concerned are locked. Raises PermissionDenied, ValidationError.
    """
    if not rules.is_moderator(user):
        raise PermissionDenied("Seules les associations réunissent des thèmes.")
    locked_index()
    gone, kept = _locked(gone, into)
    _check(gone, kept)
    keys = _locked_sheets(gone)
    record(Act.MERGE_THEME, gone, user=user)
    record(Act.KEEP_THEME, kept, user=user)
    _move_rows(gone, kept)
    for version in _versions(gone):
        version.content["themes"] = _moved(version.content["themes"], gone.pk, kept.pk)
        Revision.objects.filter(pk=version.pk).update(content=version.content)
    gone.former_paths.update(theme=kept)
    path = gone.path
    gone.delete()
    lead_to(kept, path)
    for practice in PracticePage.objects.filter(pk__in=keys).iterator():
        ReferenceIndex.create_or_update_for_object(practice)
    practices_changed.send(sender=Theme, pks=keys)
    return kept


def _locked(*themes):
    keys = [theme.pk for theme in themes]
    found = {
        theme.pk: theme for theme in Theme.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    if len(found) < len(set(keys)):
        raise ValidationError("L’un de ces thèmes n’existe plus.")
    return [found[key] for key in keys]


def _check(gone, kept):
    if gone == kept:
        raise ValidationError("Choisissez un autre thème.")
    if gone.children.exists():
        raise ValidationError(
            f"«\u00a0{gone.name}\u00a0» a des sous-thèmes\u00a0: réunissez-les, ou déplacez-les, d’abord."
        )


def _locked_sheets(theme):
    """The keys of all sheets that have the theme in their row or in any version, their rows locked."""
    keys = {int(version.object_id) for version in _versions(theme)}
    keys |= set(theme.practices.values_list("pk", flat=True))
    rows = PracticePage.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _move_rows(gone, kept):
    tagged = TAGGED.objects.filter(theme=gone)
    tagged.filter(practicepage__in=TAGGED.objects.filter(theme=kept).values("practicepage")).delete()
    tagged.update(theme=kept)


def _versions(theme):
    """Every version that names the theme; the database finds its digits, 12 for 1 too."""
    versions = Revision.page_revisions.filter(content__themes__icontains=str(theme.pk)).order_by("pk")
    return (version for version in versions.iterator() if theme.pk in (version.content["themes"] or []))


def _moved(keys, old, new):
    return list(dict.fromkeys(new if key == old else key for key in keys))
