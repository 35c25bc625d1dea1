"""Prints, for each sheet in the order of their keys, what the tables hold of it and whether that agrees."""

import json
from collections import Counter

import django

django.setup()

from mailer.models import Message  # noqa: E402  once Django is set up
from wagtail.models import Comment, Revision, TaskState, WorkflowState  # noqa: E402

from practices.models import PracticePage, ReviewTaskState  # noqa: E402

DECIDED = ("Votre fiche est publiée", "Une précision", "Votre fiche n’est pas")
DECISIONS = ("approuvee", "a-modifier", "refusee")
# verdict → status of the task, of the workflow
STATES = {
    "": (TaskState.STATUS_IN_PROGRESS, WorkflowState.STATUS_IN_PROGRESS),
    "approuvee": (TaskState.STATUS_APPROVED, WorkflowState.STATUS_APPROVED),
    "a-modifier": (TaskState.STATUS_REJECTED, WorkflowState.STATUS_NEEDS_CHANGES),
    "refusee": (TaskState.STATUS_REJECTED, WorkflowState.STATUS_CANCELLED),
    "retiree": (TaskState.STATUS_CANCELLED, WorkflowState.STATUS_CANCELLED),
}


def is_consistent(practice, states, versions):
    *former, state = states  # sent again at once after a decision, it has two
    if not all(one.verdict and one.finished_at for one in former):
        return False
    found = (state.status, state.workflow_state.status)
    is_last = practice.latest_revision_id == versions[-1].pk
    published = practice.live_revision_id == (state.revision_id if practice.live else None)
    shown = not practice.live or practice.summary == state.revision.content["summary"]
    return found == STATES[state.verdict] and is_last and published and shown


mails = Counter()
for message in Message.objects.all():
    if message.subject.startswith(DECIDED):
        mails[message.subject[message.subject.index("Fiche ") :]] += 1
rows = []
for practice in PracticePage.objects.filter(title__startswith="Fiche ").order_by("pk"):
    states = list(ReviewTaskState.objects.filter(workflow_state__object_id=str(practice.pk)).order_by("pk"))
    versions = list(Revision.page_revisions.filter(object_id=str(practice.pk)).order_by("created_at", "pk"))
    rows.append(
        {
            "key": practice.pk,
            "verdict": states[-1].verdict,
            "decisions": sum(state.verdict in DECISIONS for state in states),
            "is_live": practice.live,
            "was_approved": any(state.verdict == "approuvee" for state in states),
            "is_consistent": is_consistent(practice, states, versions),
            "summaries": [version.content["summary"] for version in versions],
            "mails": mails[practice.title],
            "remarks": Comment.objects.filter(page=practice).count(),
            "requests": sum(state.verdict == "a-modifier" for state in states),
        }
    )
print(json.dumps(rows))
