"""What happens to a sheet that was written from a call concerns its interview too."""

from django.dispatch import receiver
from wagtail.signals import task_submitted

from practices.models import PracticePage, ReviewTaskState
from practices.models.review import Verdict
from practices.signals import practice_decided

from . import mails
from .models import Interview
from .writing import send_again, take_over


@receiver(task_submitted, sender=ReviewTaskState)
def sign_what_a_member_sent(instance, user, **kwargs):
    if user is not None:
        take_over(instance.workflow_state.content_object.specific, member=user)


@receiver(practice_decided)
def tell_who_signed(practice, task_state, **kwargs):
    interview = Interview.objects.signed_by_link().filter(practice=practice).first()
    if interview is None:
        return
    if task_state.verdict == Verdict.CHANGES:
        send_again(PracticePage.objects.get(pk=practice.pk), reason=task_state.comment)
    else:
        mails.decided(interview, task_state)
