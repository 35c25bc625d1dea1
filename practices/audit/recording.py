"""Writing a line of the audit, in the transaction of the act."""

from .models import SHEET, Entry

ASSOCIATION = "assignments.association"

OWN_LINES = "wagtail.workflow."  # the review writes its own, by decision


def record(action, thing, *, user, practice=None, person=None) -> Entry:
    """One line: this person, or nobody with an account, did this to this row.

    `practice` is the sheet concerned, where `thing` is another row; the line points at its last version.
    """
    if practice is None and thing._meta.label_lower == SHEET:
        practice = thing
    return Entry.objects.create(
        action=action,
        user_id=user.pk if user and user.is_authenticated else None,
        person_id=person and person.pk,
        practice_id=practice and practice.pk,
        revision_id=practice and practice.latest_revision_id,
        model=thing._meta.label_lower,
        object_key=str(thing.pk),
    )


def take_over(entries) -> None:
    """The same for lines of Wagtail's log, without their words; in one query.

    Of what a line of the log adds, two keys are kept: `to`, a person, and `association`, the one asked.
    """
    Entry.objects.bulk_create(_from_log(entry) for entry in entries if not entry.action.startswith(OWN_LINES))


def _from_log(entry):
    model = f"{entry.content_type.app_label}.{entry.content_type.model}"
    key, data = entry.object_id, entry.data or {}
    practice = key if model == SHEET else None
    if data.get("association"):
        model, key = ASSOCIATION, data["association"]
    return Entry(
        at=entry.timestamp,
        action=entry.action,
        user_id=entry.user_id,
        person_id=data.get("to"),
        practice_id=practice,
        revision_id=entry.revision_id,
        model=model,
        object_key=str(key),
    )
