"""What a collectivity and the moderators write to each other about a sheet, and the moderators' own notes."""

import uuid

from django.conf import settings
from django.db import models

from practices.models import ReviewTaskState

LONGEST = 4000  # characters


class Readers(models.TextChoices):
    EVERYONE = "tous", "La collectivité et les associations"
    MODERATORS = "associations", "Les associations seulement"


class MessageQuerySet(models.QuerySet):
    def shared(self):
        """What the collectivity may read too."""
        return self.filter(readers=Readers.EVERYONE)

    def for_practice(self, practice):
        return self.filter(practice=practice.pk)

    def unanswered(self, practices) -> dict:
        """By sheet, the message of the moderators that its lead has not answered yet; one query."""
        of_both = models.Q(territory=None) | models.Q(territory=models.F("practice__lead"))
        shared = self.shared().filter(of_both, practice__in=practices).order_by("practice", "sent_at", "pk")
        last = {message.practice_id: message for message in shared}
        return {key: message for key, message in last.items() if message.is_from_moderators}

    def waiting_for_moderators(self, practices) -> dict:
        """By sheet, the last message of its collectivities, without its words; two queries.

        Those to which the moderators answered by a message or by a decision since are left out.
        """
        shared = self.shared().filter(practice__in=practices).order_by("practice", "sent_at", "pk")
        last = {message.practice_id: message for message in shared.defer("text")}
        theirs = {key: message for key, message in last.items() if not message.is_from_moderators}
        decided = ReviewTaskState.objects.last_decided(theirs)
        return {
            key: message
            for key, message in theirs.items()
            if key not in decided or decided[key] < message.sent_at
        }


class Message(models.Model):
    """One message on a sheet. It stays when its author leaves: it was said for a collectivity, or for us."""

    practice = models.ForeignKey("practices.PracticePage", models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="auteur"
    )
    territory = models.ForeignKey(
        "territories.Territory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="au nom de",
        help_text="Vide pour les associations.",
    )
    readers = models.CharField(
        "qui peut lire", max_length=12, choices=Readers.choices, default=Readers.EVERYONE
    )
    text = models.TextField("message", max_length=LONGEST)
    key = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False
    )  # the form's: sent twice, kept once
    sent_at = models.DateTimeField("envoyé le", auto_now_add=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        ordering = ["sent_at", "pk"]
        indexes = [models.Index(fields=["practice", "sent_at"], name="conversations_by_practice")]

    def __str__(self):
        return self.text[:80]

    @property
    def is_from_moderators(self):
        return self.territory_id is None

    @property
    def is_note(self):
        return self.readers == Readers.MODERATORS
