"""The mail that asks: one for an address and a day, with a link for each sheet."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from practices.mailing.composing import queue
from practices.mailing.reminders import claim

from .links import link
from .models import Question


@dataclass(frozen=True)
class Asked:
    question: Question
    link: str


def ask(recipient, questions):
    """Whether these practices still run; those asked for the second time are said to be.

    It counts as the reminder of the day of a person who has an account.
    """
    asked = [Asked(question, link(question, recipient.address)) for question in questions]
    context = {
        "asked": asked,
        "practice": questions[0].practice,
        "silence_days": settings.STILL_RUNNING_SILENCE_DAYS,
        "is_reminder": all(question.reminded_at for question in questions),
    }
    action = asked[0].link if len(asked) == 1 else ""
    queue("vitality/mails/ask.txt", context, to=recipient.address, action=action)
    if recipient.user:
        today = timezone.localdate()
        claim(recipient.user, [f"still-running:{question.pk}:{today}" for question in questions])
