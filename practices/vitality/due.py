"""Asks what is due: a question, then one reminder, then the sheet says that nobody answered. Each once.

Of a sheet that says so, it asks again each year.

One transaction a collectivity, under a lock of its row, writes the questions and queues their mails: killed
before its end nothing was done, after it the mails are in the queue. A late job hurries nothing.
"""

from itertools import chain

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from practices.choices import State
from practices.models import PracticePage
from practices.signals import practices_changed
from practices.territories.models import Territory

from . import mails, recipients
from .models import Question, days_ago

MOST_SHEETS = 20  # asked of one collectivity in a day; the others come with the next


def ask_due() -> int:
    """Does what is due, for every collectivity; returns how many mails were queued."""
    due = (
        sheets_to_ask().values_list("lead", flat=True),
        Question.objects.reminder_due().values_list("practice__lead", flat=True),
        Question.objects.silence_due().values_list("practice__lead", flat=True),
        Question.objects.again_due().values_list("practice__lead", flat=True),
    )
    return sum(ask_collectivity(lead) for lead in sorted(set(chain(*due))))


@transaction.atomic
def ask_collectivity(lead) -> int:
    """What is due of the sheets of one collectivity, by its key, in one mail for each address."""
    Territory.objects.select_for_update(no_key=True).get(pk=lead)
    mine = Question.objects.filter(practice__lead=lead)
    mine.overtaken().delete()
    _say_unanswered(mine)
    asked = {}
    for question in [*_reminded(mine, lead), *_asked_again(mine, lead), *_asked(lead)]:
        for recipient in question.recipients:
            asked.setdefault(recipient, []).append(question)
    for recipient, questions in asked.items():
        mails.ask(recipient, questions)
    return len(asked)


def sheets_to_ask():
    """Published sheets, not stopped, for which nobody was asked, or has answered, for a year."""
    limit = days_ago(settings.STILL_RUNNING_DAYS)
    known = Question.objects.standing().filter(Q(answer="") | Q(answered_at__gte=limit))
    old = PracticePage.objects.findable().filter(last_published_at__lt=limit, is_example=False)
    asked = old.exclude(lead=None).exclude(state=State.STOPPED)
    return asked.exclude(Exists(known.filter(practice=OuterRef("pk")))).order_by("last_published_at", "pk")


def _say_unanswered(mine):
    """Queues the sheets, which rank lower from now on."""
    silent = list(mine.silence_due())
    Question.objects.filter(pk__in=[question.pk for question in silent]).update(unanswered_at=timezone.now())
    practices_changed.send(sender=Question, pks=[question.practice_id for question in silent])


def _reminded(mine, lead):
    return _dated(mine.reminder_due(), lead, "reminded_at")


def _asked_again(mine, lead):
    return _dated(mine.again_due(), lead, "asked_again_at")


def _dated(due, lead, name):
    questions = _with_recipients(due.select_related("practice")[:MOST_SHEETS], lead)
    for question in questions:
        setattr(question, name, timezone.now())
    Question.objects.bulk_update(questions, [name])
    return questions


def _asked(lead):
    questions = [Question(practice=sheet) for sheet in sheets_to_ask().filter(lead=lead)]
    return Question.objects.bulk_create(_with_recipients(questions, lead)[:MOST_SHEETS])


def _with_recipients(questions, lead):
    """Those that somebody would receive: nobody is called silent who was not asked."""
    people = recipients.members(lead)
    for question in questions:
        question.recipients = people or recipients.contact(question.practice)
    return [question for question in questions if question.recipients]
