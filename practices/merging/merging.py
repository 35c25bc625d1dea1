"""Two sheets of the same practice become one: its address, its collectivities and its reuses lead there."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from practices.audit.acts import Act
from practices.audit.recording import record
from practices.conversations.writing import write
from practices.models import PracticePage

from .bearing import bear
from .models import Merge
from .rules import can_merge
from .signals import practice_merged


@transaction.atomic
def merge(gone, *, into, user) -> Merge:
    """`gone` leaves the site and its address leads to `into`, which its collectivities bear from then on.

    Both rows are locked; both towns read it in their thread. The texts are left as they are.
    Raises PermissionDenied, ValidationError.
    """
    gone, kept = _locked(gone, into)
    if not can_merge(user, [gone, kept]):
        raise PermissionDenied("Vous ne pouvez pas réunir ces deux fiches.")
    _check(gone, kept)
    _redirect(gone, kept)
    bear(kept, [gone.lead, *gone.confirmed_bearers])
    gone.unpublish(user=user, log_action=True)
    gone.archived_at = timezone.now()
    gone.save(update_fields=["archived_at"])
    Merge.objects.filter(kept=gone).update(kept=kept)
    made = Merge.objects.create(gone=gone, kept=kept, by=user)
    record(Act.MERGE, kept, user=user, practice=gone)
    practice_merged.send(sender=PracticePage, old=gone, new=kept)
    _tell(gone, kept, user)
    return made


def _locked(*practices):
    """In the order of their keys, whatever was asked: two merges at once wait for each other."""
    keys = [practice.pk for practice in practices]
    rows = PracticePage.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    found = {practice.pk: practice for practice in rows}
    return [found[key] for key in keys]


def _check(gone, kept):
    if gone.pk == kept.pk:
        raise ValidationError("Choisissez deux fiches différentes.")
    for practice in (gone, kept):
        if not practice.is_findable:
            raise ValidationError(f"«\u00a0{practice.title}\u00a0» n’est plus publiée, ou est archivée.")
        if practice.workflow_in_progress:
            raise ValidationError(
                f"«\u00a0{practice.title}\u00a0» est en relecture\u00a0: décidez-en d’abord."
            )


def _redirect(gone, kept):
    Redirect.objects.filter(redirect_page=gone).update(redirect_page=kept)
    path = Redirect.normalise_path(gone.get_url_parts()[2])
    Redirect.objects.update_or_create(
        old_path=path, site=None, defaults={"redirect_page": kept, "is_permanent": True}
    )


def _tell(gone, kept, user):
    address = f"La fiche gardée\u00a0: {kept.full_url}"
    same = (
        f"Les fiches «\u00a0{gone.title}\u00a0» et «\u00a0{kept.title}\u00a0» racontaient "
        "la même pratique\u00a0: elles sont réunies."
    )
    of_gone = f"{same}\n\nSon adresse mène à la fiche gardée, et votre collectivité y figure.\n\n{address}"
    of_kept = f"{same}\n\nVotre fiche est gardée, et nomme aussi\u00a0: {gone.lead.label}.\n\n{address}"
    for practice, text in ((gone, of_gone), (kept, of_kept)):
        write(practice, user=user, text=text, key=uuid.uuid4())
