"""A sheet that reaches the moderators: for whom it is."""

from practices.models import PracticePage, ReviewTaskState
from practices.territories.models import Territory

from .models import Assignment, SendingRule
from .rules import can_hold


def association_for(lead):
    """The association that the rules send a collectivity's sheets to; None for both."""
    rules = SendingRule.objects.select_related("association") if lead else []
    return next((rule.association for rule in rules if rule.fits(lead)), None)


def assign(review) -> Assignment:
    """Put the sheet of a review on the desk; who had taken it keeps it while they may decide on it."""
    practice = PracticePage.objects.get(pk=review.workflow_state.object_id)
    assignment = Assignment.objects.filter(practice=practice.pk).first() or Assignment(practice=practice)
    assignment.review = review
    if assignment.taken_by is None or not can_hold(assignment.taken_by, practice):
        assignment.taken_by = assignment.taken_at = None
        assignment.association = association_for(proposed_lead(practice, review))
    assignment.save()
    return assignment


def assign_forgotten() -> int:
    """Put on the desk what is in review and not there, whatever door it came by; returns how many."""
    forgotten = list(ReviewTaskState.objects.waiting().filter(assignment=None))
    for review in forgotten:
        assign(review)
    return len(forgotten)


def proposed_lead(practice, review):
    """The lead of the version in review, which may not be that of the published one."""
    key = (review.revision.content if review.revision else {}).get("lead") or practice.lead_id
    return Territory.objects.filter(pk=key).first()
