"""What the demonstration leaves for moderators: sheets in review, a report, somebody who asks to join.

All of it is made up and goes with the demonstration sheets. The people cannot log in, and no mail is sent.
"""

import json
from datetime import timedelta
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision, WorkflowState

from ..answering.answering import answer
from ..assignments.models import Assignment, Association
from ..assignments.taking import take
from ..mailing.choosing import refuse
from ..mailing.models import Kind
from ..models import PracticePage, ReviewTaskState
from ..models.review import Verdict
from ..reports.models import Report
from ..review import submit
from ..territories.choices import MembershipStatus
from ..territories.models import Membership, Territory
from .outcomes import Action, ImportOptions
from .rows import Row
from .run import run

SOURCE = "exemples"
LAST_NAME = "Exemple"
FILE = Path(__file__).resolve().parents[1] / "examples" / "bureau" / "bureau.json"
LOADED, REMOVED = "practices.load_examples", "practices.remove_examples"
DESK_LOADED = "practices.load_desk_examples"


def read_desk():
    return json.loads(FILE.read_text(encoding="utf-8"))


def is_due():
    """Whether the demonstration sheets are there, and nothing was left for moderators since they came."""
    acts = PageLogEntry.objects.filter(action__in=[LOADED, REMOVED, DESK_LOADED])
    last = acts.order_by("timestamp", "pk").last()
    return last is not None and last.action == LOADED


@transaction.atomic
def load_desk() -> list:
    """Leave what is not there yet; returns the sheets sent. What moderators did with the others stays."""
    desk = read_desk()
    sent = [practice for line in desk["sheets"] if (practice := _send(line))]
    _report(desk["report"])
    _ask_to_join(desk["request"])
    return sent


def remove_people():
    """The people made up for the desk, with their places in collectivities."""
    desk = read_desk()
    people = [line["sent_by"] for line in desk["sheets"]] + [desk["request"]]
    emails = [person["email"] for person in people]
    get_user_model().objects.filter(email__in=emails, last_name=LAST_NAME).delete()


def _send(line):
    options = ImportOptions(commit=True, exact=True, source=SOURCE, is_example=True)
    [outcome] = run([Row(1, line["sheet"])], options)
    if outcome.action != Action.CREATE:
        return None
    practice = PracticePage.objects.get(source=SOURCE, external_id=line["sheet"]["external_id"])
    submit(practice, user=_person(line["sent_by"], practice.lead, MembershipStatus.CONFIRMED))
    _date_sending(practice, _ago(line["days"]))
    if days := line.get("taken_days"):
        _take(practice, _ago(days))
    if asked := line.get("asked"):
        _ask_for_changes(practice, asked)
    return practice


def _take(practice, moment):
    if moderator := _moderator(0):
        take(practice, user=moderator)
        Assignment.objects.filter(practice=practice).update(taken_at=moment)


def _ask_for_changes(practice, asked):
    if moderator := _moderator(-1):
        said = {"message": asked["message"], "remarks": asked["remarks"]}
        state = answer(practice, user=moderator, verdict=Verdict.CHANGES, **said)
        ReviewTaskState.objects.filter(pk=state.pk).update(finished_at=_ago(asked["days"]))


def _date_sending(practice, moment):
    """As if it had been written and sent then."""
    practice.refresh_from_db()
    state = practice.current_workflow_task_state
    ReviewTaskState.objects.filter(pk=state.pk).update(started_at=moment)
    WorkflowState.objects.filter(pk=state.workflow_state_id).update(created_at=moment)
    Revision.objects.filter(pk=practice.latest_revision_id).update(created_at=moment)
    PracticePage.objects.filter(pk=practice.pk).update(latest_revision_created_at=moment)


def _report(line):
    practice = PracticePage.objects.examples().live().filter(external_id=line["practice"]).first()
    said = {"cause": line["cause"], "text": line["text"]}
    if practice and not Report.objects.filter(practice=practice, **said).exists():
        Report.objects.create(practice=practice, **said, sent_at=_ago(line["days"]))


def _ask_to_join(line):
    territory = Territory.objects.filter(code=line["territory"]).first()
    if territory:
        user = _person(line, territory, MembershipStatus.PENDING)
        Membership.objects.filter(user=user).update(created_at=_ago(line["days"]))


def _person(line, territory, status):
    """Somebody of that collectivity, who logs in nowhere and is written to by nobody."""
    users = get_user_model().objects
    names = {"first_name": line["first_name"], "last_name": LAST_NAME}
    user = users.filter(email=line["email"]).first() or users.create_user(line["email"], **names)
    for kind in Kind:
        refuse(user.pk, kind)
    told = {"status": status, "function": line["function"]}
    Membership.objects.get_or_create(user=user, territory=territory, defaults=told)
    return user


def _moderator(rank):
    """Of the first association, or the last; None while it has nobody."""
    associations = list(Association.objects.order_by("pk"))
    group = associations[rank].group if associations else None
    return group and group.user_set.filter(is_active=True).order_by("pk").first()


def _ago(days):
    return timezone.now() - timedelta(days=days)
