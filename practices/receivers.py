"""The consequences of what happens to a sheet or a membership: mails."""

from django.dispatch import receiver
from wagtail.admin import mail
from wagtail.models import WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted

from practices.territories.signals import (
    last_referent_left,
    membership_asked,
    membership_decided,
    referent_named,
)

from . import mails
from .decision_letter import letter_of
from .forgotten import reminders_of_drafts
from .mailing.signals import reminders_asked
from .models import PracticePage
from .signals import lead_changed, practice_decided
from .unanswered import reminders_of_changes


@receiver(practice_decided)
def tell_the_town(practice, task_state, **kwargs):
    mails.decided(practice, task_state, letter_of(practice, task_state))


@receiver(lead_changed)
def tell_the_former_lead(practice, former, by, **kwargs):
    mails.lead_changed(practice, former=former, by=by)


@receiver(membership_asked)
def tell_who_may_confirm(membership, **kwargs):
    mails.membership_asked(membership)


@receiver(membership_decided)
def tell_the_person(membership, by, **kwargs):
    mails.membership_decided(membership, by=by)
    if by is None:
        mails.membership_vouched(membership)


@receiver(referent_named)
def tell_the_referent(membership, **kwargs):
    mails.referent_named(membership)


@receiver(last_referent_left)
def tell_moderators_of_the_last_referent(territory, successor, **kwargs):
    mails.last_referent_left(territory, successor)


@receiver(reminders_asked)
def remind_of_changes(**kwargs):
    return reminders_of_changes()


@receiver(reminders_asked)
def remind_of_drafts(**kwargs):
    return reminders_of_drafts()


class SilentOnSheets:
    """Wagtail's own mails lead to the admin, which towns cannot enter: on sheets, ours take their place."""

    def can_handle(self, instance, **kwargs):
        return super().can_handle(instance, **kwargs) and not _is_about_a_sheet(instance)


def _is_about_a_sheet(workflow_state):
    return isinstance(workflow_state.content_object.specific, PracticePage)


class QuietSubmission(SilentOnSheets, mail.WorkflowStateSubmissionEmailNotifier):
    pass


class QuietApproval(SilentOnSheets, mail.WorkflowStateApprovalEmailNotifier):
    pass


class QuietRejection(SilentOnSheets, mail.WorkflowStateRejectionEmailNotifier):
    pass


# Wagtail connects its notifiers under these names; the first to take a name keeps it.
NOTIFIERS = (
    (workflow_submitted, QuietSubmission(), "workflow_state_submitted_email_notification"),
    (workflow_approved, QuietApproval(), "workflow_state_approved_email_notification"),
    (workflow_rejected, QuietRejection(), "workflow_state_rejected_email_notification"),
)
for signal, notifier, name in NOTIFIERS:
    signal.disconnect(sender=WorkflowState, dispatch_uid=name)
    signal.connect(notifier, sender=WorkflowState, dispatch_uid=name)
