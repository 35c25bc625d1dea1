"""The files of a draft, from the town's side. Each change is a new version, reviewed like text."""

from contextlib import contextmanager
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db import transaction

from practices import rules
from practices.authorship import account_of, keep_version
from practices.choices import AttachmentKind
from practices.drafts import going_on, locked
from practices.models import Attachment, PracticePage
from practices.plain_text import fold
from practices.territories.models import Territory

from .inspection import inspect
from .kinds import MAX_FILES, MAX_OF_TERRITORY
from .models import SheetFile
from .names import clean_name
from .refusals import Refusal
from .texts import merged, texts_of, write_texts

NAMED = {"convention": AttachmentKind.CONVENTION, "deliberation": AttachmentKind.DELIBERATION}
RESTING = "Cette fiche est en relecture ou archivée\u00a0: ses fichiers ne peuvent pas être changés."
TOO_MANY = "Une fiche porte dix fichiers au plus. Retirez-en un, puis ajoutez celui-ci."
NO_ROOM = (
    "Votre collectivité a utilisé ses 200\u00a0Mo. Réduisez ce fichier, "
    "ou retirez-en d’autres\u00a0: leur place se libère le lendemain."
)


@transaction.atomic
def attach(practice, *, user, uploads, key=None) -> dict[str, str]:
    """Add the files that can be taken, for the worker to check; by name, why the others are not.

    `key` is the form's own: what it sent already, and the draft still holds, is not added again. Raises
    PermissionDenied.
    """
    refused, files = {}, []
    with _changing(practice, user) as draft:
        held = files_of(draft)
        Territory.objects.select_for_update().get(pk=draft.lead_id)  # two sheets of it share the room
        room = MAX_OF_TERRITORY - SheetFile.objects.for_territory(draft.lead_id).total_size()
        sendings = {file.sending for file in held} - {""}
        for upload in uploads:
            sending = _sending_of(upload, key)
            if sending in sendings:
                continue
            try:
                extension = inspect(upload)
                if len(held) + len(files) >= MAX_FILES:
                    raise Refusal(TOO_MANY)
                if upload.size > room:
                    raise Refusal(NO_ROOM)
            except Refusal as refusal:
                refused[clean_name(upload.name)] = str(refusal)
                continue
            room -= upload.size
            sendings |= {sending} - {""}
            files.append(_keep(draft, user, upload, extension, sending))
        draft.attachments.add(*(_attachment(file) for file in files))
    return refused


@transaction.atomic
def describe(practice, *, user, texts, shown=None) -> dict[str, dict]:
    """Write the titles, credits and so on: `texts` gives by file key the fields and their values.

    `shown` gives the same as the page showed them. What somebody else has written since stays, and is
    returned in the same shape. Raises PermissionDenied.
    """
    with _changing(practice, user) as draft:
        written, theirs = merged(texts, shown=shown or {}, now=texts_of(draft))
        write_texts(draft, written)
    return theirs


@transaction.atomic
def detach(practice, *, user, key) -> PracticePage:
    """Take a file off the draft; the published version keeps it until the next one is published."""
    with _changing(practice, user) as draft:
        draft.attachments = [row for row in draft.attachments.all() if row.file.key != key]
        if draft.image and draft.image.key == key:
            draft.image, draft.image_alt, draft.image_credit = None, "", ""
    return draft


@transaction.atomic
def choose_picture(practice, *, user, key) -> PracticePage:
    """Show this image at the top of the sheet; the one before, if any, goes back among the files.

    Raises Refusal when nothing says what it shows.
    """
    with _changing(practice, user) as draft:
        rows = list(draft.attachments.all())
        chosen = next((row for row in rows if row.file.key == key and row.file.kind.is_image), None)
        if chosen is None:
            return draft
        if not chosen.title:
            raise Refusal("Dites d’abord ce que montre l’image, pour les personnes qui ne la voient pas.")
        rows.remove(chosen)
        if draft.image:
            rows.append(_attachment(draft.image, title=draft.image_alt, credit=draft.image_credit))
        draft.image, draft.image_alt, draft.image_credit = chosen.file, chosen.title, chosen.credit
        draft.attachments = rows
    return draft


def files_of(draft):
    """All that this version holds, its picture first."""
    attached = [row.file for row in draft.attachments.all()]
    return [draft.image, *attached] if draft.image else attached


@contextmanager
def _changing(practice, user):
    """The draft, under the lock of its sheet; what changes goes in a version. Raises PermissionDenied."""
    stored = locked(practice)
    if not rules.can_edit(user, stored):
        raise PermissionDenied(RESTING)
    draft = stored.get_latest_revision_as_object()
    before = _content_of(draft)
    yield draft
    if _content_of(draft) == before:
        return
    if not stored.live:
        draft.save(clean=False)
    keep_version(draft, writer=user, overwrite_revision=going_on(stored, user))


def _content_of(draft):
    rows = [(row.file_id, row.title, row.kind, row.language, row.credit) for row in draft.attachments.all()]
    return rows, draft.image_id, draft.image_alt, draft.image_credit


def _attachment(file, **texts):
    return Attachment(file=file, kind=_kind_of(file.name), **texts)


def _kind_of(name):
    """As the name says it, until somebody says better."""
    words = fold(name)
    return next((kind for word, kind in NAMED.items() if word in words), AttachmentKind.REUSABLE)


def _sending_of(upload, key):
    """What tells the same file of the same form: its name and bytes as they came; empty without a key."""
    if key is None:
        return ""
    digest = sha256(f"{key}\0{clean_name(upload.name)}\0".encode())
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _keep(draft, user, upload, extension, sending):
    file = SheetFile(
        practice_id=draft.pk,
        territory_id=draft.lead_id,
        sent_by=account_of(user),
        name=clean_name(upload.name),
        extension=extension,
        size=upload.size,
        sending=sending,
    )
    file.content.save("", upload, save=False)
    file.save()
    return file
