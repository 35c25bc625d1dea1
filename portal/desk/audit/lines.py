"""Lines of the audit with the names of what they point at, as they are today."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.contrib.auth import get_user_model

from practices.assignments.models import Association
from practices.audit.acts import label_of
from practices.audit.models import SHEET
from practices.audit.recording import ASSOCIATION
from practices.models import PracticePage

NOBODY = "Sans compte, ou le portail"
User = get_user_model()


@dataclass(frozen=True)
class Thing:
    """A person or a sheet; `name` says that it is gone, where it is."""

    key: int
    name: str
    is_gone: bool = False


@dataclass(frozen=True)
class Line:
    at: datetime
    act: str
    user: Thing | None
    person: Thing | None
    sheet: Thing | None
    version: int | None
    other: str  # what else it was done to

    @property
    def who(self):
        return self.user.name if self.user else NOBODY


def lines_of(entries) -> list[Line]:
    """The lines, in three queries however many they are."""
    entries = list(entries)
    people = _people({key for entry in entries for key in (entry.user_id, entry.person_id)} - {None})
    sheets = _sheets({entry.practice_id for entry in entries} - {None})
    associations = {str(one.pk): one.name for one in Association.objects.all()}
    return [
        Line(
            entry.at,
            label_of(entry.action),
            people.get(entry.user_id),
            people.get(entry.person_id),
            sheets.get(entry.practice_id),
            entry.revision_id,
            _other(entry, associations),
        )
        for entry in entries
    ]


def _people(keys):
    return _named(keys, User.objects.filter(pk__in=keys), str, "Compte fermé")


def _sheets(keys):
    pages = PracticePage.objects.filter(pk__in=keys).only("draft_title")
    return _named(keys, pages, lambda page: page.draft_title, "Fiche supprimée")


def _named(keys, rows, name_of, gone):
    found = {row.pk: Thing(row.pk, name_of(row)) for row in rows}
    return {key: Thing(key, gone, is_gone=True) for key in keys} | found


def _other(entry, associations):
    if (entry.model, entry.object_key) in (
        (SHEET, str(entry.practice_id)),
        (User._meta.label_lower, str(entry.person_id)),
    ):
        return ""  # the line names it already
    if entry.model == ASSOCIATION and entry.object_key in associations:
        return associations[entry.object_key]
    try:
        name = apps.get_model(entry.model)._meta.verbose_name
    except LookupError:
        name = entry.model
    return f"{name} n°\u00a0{entry.object_key}"
