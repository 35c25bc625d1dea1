"""What the moderators tell the town with a decision: their message, what they corrected, their remarks."""

from django.urls import reverse
from wagtail.models import Revision

from .history import differences
from .mailing.composing import absolute
from .remarks import label_of, remarks_of

SHORT = 120  # characters; a longer answer is read in the history, where the differences are shown


def letter_of(practice, task_state) -> str:
    """Plain text, one paragraph for each; empty when there is nothing to tell."""
    parts = (task_state.comment, _corrections(practice, task_state), _remarks(practice))
    return "\n\n".join(part for part in parts if part)


def sent_version(task_state):
    """The version that the town sent to this review; None when it is gone."""
    key = task_state.workflow_state.object_id
    versions = Revision.page_revisions.filter(object_id=key, created_at__lte=task_state.started_at)
    return versions.order_by("-created_at", "-pk").first()


def _corrections(practice, task_state):
    sent = sent_version(task_state)
    if sent is None or sent.pk == task_state.revision_id:
        return ""
    changed = differences(practice, sent.pk, task_state.revision_id)
    if not changed:
        return ""
    lines = [f"- {_correction(change)}" for change in changed]
    versions = f"?before={sent.pk}&after={task_state.revision_id}"
    address = absolute(reverse("practices:history", args=[practice.pk])) + versions
    return "\n".join(["Nous avons corrigé\u00a0:", *lines, f"Le détail\u00a0: {address}"])


def _correction(change):
    before = _text(change, "removed").strip()
    after = _text(change, "added").strip()
    if max(len(before), len(after)) > SHORT:
        return change.label
    if not before:
        return f"{_introducing(change.label)} ajouté, «\u00a0{after}\u00a0»"
    if not after:
        return f"{_introducing(change.label)} retiré, «\u00a0{before}\u00a0»"
    return f"{_introducing(change.label)} «\u00a0{before}\u00a0» devient «\u00a0{after}\u00a0»"


def _introducing(label):
    return label if label.endswith("?") else f"{label}\u00a0:"


def _text(change, kind):
    return "".join(text for what, text in change.pieces if what in ("same", kind))


def _remarks(practice):
    """Those that wait, each under the name that its field has in the town's form."""
    remarks = [
        (label_of(remark.field) or "Fiche", remark.said[0].text) for remark in remarks_of(practice).all
    ]
    lines = [f"- {_introducing(label)} {text}" for label, text in remarks]
    return "\n".join(["Nos remarques, champ par champ\u00a0:", *lines]) if lines else ""
