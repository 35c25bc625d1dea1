"""What a collectivity was asked, and has not answered."""

from django.urls import reverse

from practices.mailing.composing import absolute
from practices.mailing.reminders import Reminder, recalled_now
from practices.mails import title_of

from .mails import people_of
from .models import Bearing

WORDS = "La fiche «\u00a0{}\u00a0» attend depuis plus de deux semaines la réponse de {}"


def reminders_to_answer():
    """One reminder to each member of a collectivity that a sheet names, two weeks after it was asked."""
    asked = Bearing.objects.unanswered().filter(
        asked_at__range=recalled_now(), practice__is_example=False, practice__archived_at=None
    )
    bearings = list(asked.select_related("practice", "territory"))
    people = people_of([bearing.territory_id for bearing in bearings])
    for bearing in bearings:
        for user in people[bearing.territory_id]:
            yield Reminder(
                user,
                key=f"bearing:{bearing.pk}",
                words=WORDS.format(title_of(bearing.practice), bearing.territory.label),
                todo="Répondre oui ou non",
                address=absolute(reverse("practices:bearing", args=[bearing.pk])),
            )
