"""The worker's part: received → checking → clean, refused or held. Only a clean file is ever served.

Each step is one conditional UPDATE: two workers never check one file, and one that was killed leaves a row
that `free_abandoned()` gives to the next.
"""

import logging
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from practices.models import PracticePage
from practices.signals import practices_changed

from . import antivirus
from .inspection import check_content
from .metadata import without_metadata
from .models import FileState, SheetFile
from .pictures import rewritten
from .refusals import Refusal

logger = logging.getLogger(__name__)

ABANDONED = timedelta(minutes=5)  # a check ends long before; its worker was killed
HELD_FOR = timedelta(minutes=1)  # between two tries while the antivirus does not answer
MAX_ATTEMPTS = 3
POISONOUS = (
    "Ce fichier n’a pas pu être vérifié. Enregistrez-le en PDF ou en JPEG, puis ajoutez-le de nouveau."
)
INFECTED = "L’antivirus a trouvé un programme dangereux dans ce fichier. Prévenez votre service informatique."


def check_received() -> int:
    """Check all files that wait, one after the other; tell how many were decided."""
    free_abandoned()
    decided = 0
    if _waiting().exists() and not _antivirus_works():
        return decided
    while file := _claim():
        decided += _check(file)
    return decided


def free_abandoned():
    """Give back what a killed worker was checking; what killed three of them is refused."""
    before = timezone.now() - ABANDONED
    abandoned = SheetFile.objects.filter(state=FileState.CHECKING, state_since__lt=before)
    for file in abandoned.filter(attempts__gte=MAX_ATTEMPTS):
        _refuse(file, POISONOUS)
    abandoned.filter(attempts__lt=MAX_ATTEMPTS).update(state=FileState.RECEIVED, state_since=timezone.now())


def _waiting():
    due = Q(state=FileState.HELD, state_since__lt=timezone.now() - HELD_FOR)
    return SheetFile.objects.filter(Q(state=FileState.RECEIVED) | due)


def _antivirus_works():
    """Nothing is looked at without it: what waits is held."""
    if not antivirus.is_configured():
        return True
    try:
        antivirus.check_itself()
    except antivirus.AntivirusUnavailable as error:
        logger.warning("The antivirus does not work, files are held: %s", error)
        _waiting().update(state=FileState.HELD, state_since=timezone.now())
        return False
    return True


def _claim():
    """One file that is ours alone to check; None when none waits."""
    for file in _waiting().order_by("sent_at", "pk")[:10]:
        now = timezone.now()
        taken = (
            _waiting()
            .filter(pk=file.pk)
            .update(state=FileState.CHECKING, state_since=now, attempts=F("attempts") + 1)
        )
        if taken:
            file.state, file.state_since = FileState.CHECKING, now
            return file
    return None


def _check(file):
    try:
        with file.content.open() as stream:
            if antivirus.is_configured() and antivirus.find_virus(file.content.chunks()):
                raise Refusal(INFECTED)
            check_content(stream, file.size, file.extension)
            written, values = _written_anew(stream, file.kind)
    except antivirus.AntivirusUnavailable as error:
        logger.warning("The antivirus did not answer about file %s, it is held: %s", file.pk, error)
        _move(file, state=FileState.HELD, attempts=0)
        return False
    except FileNotFoundError:
        return _refuse(file, "Ce fichier n’est pas arrivé entier. Ajoutez-le de nouveau.")
    except Refusal as refusal:
        return _refuse(file, str(refusal))
    return _accept(file, written, values)


def _written_anew(stream, kind):
    """Nothing that tells of who made it: the contents to keep, by field, and what is known of them."""
    if kind.is_image:
        (full, _), (small, (width, height)) = rewritten(stream, kind)
        return {"content": full, "picture": small}, {"size": len(full), "width": width, "height": height}
    document = without_metadata(stream, kind)
    return ({"content": document}, {"size": len(document)}) if document else ({}, {})


def _accept(file, written, values):
    storage, original = file.content.storage, file.content.name
    field = SheetFile._meta.get_field("content")
    names = {
        name: storage.save(field.generate_filename(file, ""), ContentFile(data))
        for name, data in written.items()
    }
    moved = _move(file, state=FileState.CLEAN, attempts=0, **names, **values)
    for name in [original] * bool(names) if moved else names.values():
        storage.delete(name)
    return moved


def _refuse(file, reason):
    moved = _move(file, state=FileState.REFUSED, reason=reason, size=0)
    if moved:
        file.content.storage.delete(file.content.name)
    return moved


@transaction.atomic
def _move(file, **values):
    """Write the outcome unless somebody else took the file over meanwhile; tell whether it was written."""
    ours = SheetFile.objects.filter(pk=file.pk, state=FileState.CHECKING, state_since=file.state_since)
    moved = ours.update(state_since=timezone.now(), **values)
    if moved and values["state"] == FileState.CLEAN:
        holding = PracticePage.objects.published().holding(file).values_list("pk", flat=True)
        practices_changed.send(sender=SheetFile, pks=list(holding))
    return bool(moved)
