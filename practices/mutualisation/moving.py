"""What becomes of the sheets of a collectivity that is now part of another: rows, answers and versions."""

from django.db import transaction
from django.db.models import Q
from wagtail.models import Revision

from practices.models import PracticePage
from practices.signals import practices_changed

from .models import Answer, Bearing

NAMED = PracticePage.co_bearers.through


@transaction.atomic
def move_sheets(old, *, into):
    """`into` leads what `old` led and bears what it bore, each once; of two answers the last one stays.

    A collectivity that leads a sheet does not bear it besides. All versions say so too, in place: none is
    new, nobody is asked or told again.
    """
    keys = _concerned(old)
    PracticePage.objects.filter(lead=old).update(lead=into)
    for bearing in old.bearings.all():
        _move_answer(bearing, into)
    Bearing.objects.filter(territory=into, practice__lead=into).delete()
    named = NAMED.objects.filter(territory=old)
    named.filter(practicepage__in=NAMED.objects.filter(territory=into).values("practicepage")).delete()
    named.update(territory=into)
    NAMED.objects.filter(territory=into, practicepage__lead=into).delete()
    for revision in Revision.page_revisions.filter(object_id__in=[str(key) for key in keys]).iterator():
        if _rewrite(revision.content, old.pk, into.pk):
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    practices_changed.send(sender=PracticePage, pks=keys)


def _concerned(old):
    """The keys of the sheets that it leads, or that one of their versions named it on."""
    leads = Q(lead=old) | Q(latest_revision__content__lead=old.pk)
    sheets = PracticePage.objects.filter(leads | Q(bearings__territory=old) | Q(co_bearers=old))
    return sorted(set(sheets.values_list("pk", flat=True)))


def _move_answer(bearing, into):
    twin = into.bearings.filter(practice=bearing.practice_id).first()
    if twin and _weight(twin) >= _weight(bearing):
        bearing.delete()
        return
    if twin:
        twin.delete()
    bearing.territory = into
    bearing.is_proposed = bearing.is_proposed or bool(twin and twin.is_proposed)
    bearing.save(update_fields=["territory", "is_proposed"])


def _weight(bearing):
    """What was answered outweighs silence; then the last word does."""
    at = bearing.answered_at
    return bearing.answer != Answer.WAITING, at.timestamp() if at else 0


def _rewrite(content, old, new) -> bool:
    """Change the content of a version in place; whether it named `old`."""
    named = content.get("co_bearers") or []
    if content.get("lead") != old and old not in named:
        return False
    if content.get("lead") == old:
        content["lead"] = new
    moved = dict.fromkeys(new if key == old else key for key in named)
    content["co_bearers"] = [key for key in moved if key != content["lead"]]
    return True
