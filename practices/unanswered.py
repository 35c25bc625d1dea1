"""What moderators asked of a town that has not answered."""

from django.urls import reverse

from .mailing.composing import absolute
from .mailing.reminders import Reminder, recalled_now
from .mails import writers_of
from .models import PracticePage, ReviewTaskState
from .models.review import Verdict
from .status import standings

WORDS = "Votre fiche «\u00a0{}\u00a0» attend vos corrections depuis plus de deux semaines"


def reminders_of_changes():
    """One reminder to each person who wrote or sent a sheet, two weeks after changes were asked for it."""
    for practice, task_state in _unanswered_changes():
        for user in writers_of(practice, task_state):
            yield Reminder(
                user,
                key=f"changes:{task_state.pk}",
                words=WORDS.format(practice.draft_title),
                todo="Corriger la fiche et la renvoyer",
                address=absolute(reverse("practices:edit", args=[practice.pk])),
            )


def _unanswered_changes():
    """The sheets whose last decision asked for changes that nobody has sent."""
    asked = ReviewTaskState.objects.filter(
        verdict=Verdict.CHANGES, finished_at__range=recalled_now()
    ).select_related("workflow_state", "revision")
    by_key = {int(task_state.workflow_state.object_id): task_state for task_state in asked.order_by("pk")}
    practices = PracticePage.objects.in_bulk(by_key)
    standing = standings(practices.values())
    for key, practice in practices.items():
        if standing[key].asks_for_changes and standing[key].since == by_key[key].finished_at:
            yield practice, by_key[key]
