"""The demonstration sheets: made up, marked as such, loaded and removed by commands alone."""

import datetime
import hashlib
import json
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from ..models import PracticeIndexPage, PracticePage
from ..mutualisation.models import Answer, Bearing
from ..reuse.examples import load_reuses, read_reuses
from ..signals import practices_changed
from ..territories.choices import TerritoryKind
from ..territories.models import Territory
from .columns import BY_NAME
from .desk_examples import DESK_LOADED, LOADED, REMOVED, SOURCE, is_due, load_desk, remove_people
from .outcomes import Action, ImportOptions
from .rows import Row
from .run import run

FOLDER = Path(__file__).resolve().parents[1] / "examples"
# Partners that the directory of France does not hold. Position and population: GeoNames (CC BY 4.0).
PARTNERS = (
    {
        "code": "x-shawinigan",
        "kind": TerritoryKind.ETRANGER,
        "name": "Shawinigan",
        "country": "Canada",
        "population": 38_211,
        "latitude": 46.5668,
        "longitude": -72.7491,
    },
)
LONGEST_WAIT = 60  # days from the state of a practice to its publication


def read_examples():
    """The sheets of all files, in the order of their identifiers."""
    files = sorted(FOLDER.glob("*.json"))
    sheets = [sheet for file in files for sheet in json.loads(file.read_text(encoding="utf-8"))]
    return sorted(sheets, key=lambda sheet: sheet["external_id"])


def are_loaded(*, once=False):
    """Whether these very sheets were loaded, and not removed since; with `once`, removed or not."""
    last = PageLogEntry.objects.filter(action__in=[LOADED, REMOVED]).order_by("timestamp", "pk").last()
    if last is None:
        return False
    if last.action == REMOVED:
        return once
    return last.data.get("fingerprint") == fingerprint()


def fingerprint():
    """What changes when a file, or what is read in it, changes."""
    return hashlib.sha256(json.dumps([read_examples(), read_reuses(), sorted(BY_NAME)]).encode()).hexdigest()


def load_examples():
    """Create or update every demonstration sheet, published; yield their outcomes.

    They are not said to be loaded as long as one is refused: the next time tries again.
    """
    for partner in PARTNERS:
        Territory.objects.get_or_create(code=partner["code"], defaults=partner)
    sheets = read_examples()
    rows = [
        Row(number, sheet, first_published_at=_publication_date(sheet))
        for number, sheet in enumerate(sheets, start=1)
    ]
    options = ImportOptions(
        commit=True, publish=True, update=True, exact=True, source=SOURCE, is_example=True
    )
    complete = True
    for outcome in run(rows, options):
        complete = complete and outcome.action != Action.REFUSE
        yield outcome
    _leave_one_unanswered()
    if complete:
        load_reuses(PracticePage.objects.examples())
        _log(LOADED, {"fingerprint": fingerprint()})


def remove_examples():
    """Delete the demonstration sheets and nothing else, one at a time; yield them."""
    for sheet in PracticePage.objects.examples().iterator(chunk_size=100):
        with transaction.atomic():
            sheet.delete()
        yield sheet
    remove_people()
    _log(REMOVED, {})


@transaction.atomic
def load_desk_examples() -> list:
    """Leave moderators something to do, once for each load of the sheets; returns the sheets sent."""
    if not is_due():
        return []
    sent = load_desk()
    _log(DESK_LOADED, {"sheets": len(sent)})
    return sent


def _leave_one_unanswered():
    """Of the collectivities associated, the last one is still to answer: that state too is shown.

    Loaded again, it is the only one; what somebody answered meanwhile stays.
    """
    bearings = Bearing.objects.filter(practice__is_example=True).order_by(
        "practice__external_id", "territory"
    )
    last = bearings.last()
    if last is None:
        return
    former = bearings.filter(answer=Answer.WAITING).exclude(pk=last.pk)
    changed = [last.practice_id, *former.values_list("practice", flat=True)]
    former.update(answer=Answer.CONFIRMED, answered_at=timezone.now())
    unanswered = bearings.filter(pk=last.pk, answered_by=None, answered_address="")
    unanswered.update(answer=Answer.WAITING, answered_at=None)
    practices_changed.send(sender=Bearing, pks=changed)


def _log(action, data):
    index = PracticeIndexPage.objects.first()
    if index:
        log(index, action, data=data)


def _publication_date(sheet):
    """Some days after the state of the practice, always the same for a sheet, never to come."""
    digest = hashlib.sha256(sheet["external_id"].encode()).digest()
    day = datetime.date.fromisoformat(sheet["state_date"]) + datetime.timedelta(days=digest[0] % LONGEST_WAIT)
    hour = datetime.time(9 + digest[1] % 8, digest[2] % 60)
    latest = timezone.now() - datetime.timedelta(hours=1 + digest[3])
    return min(timezone.make_aware(datetime.datetime.combine(day, hour)), latest)
