"""What a collectivity was asked of its published sheet, a year later, and what it answered: a row a time."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone

from ..choices import State

LONGEST = 500  # characters


class Answer(models.TextChoices):
    RUNNING = "en-service", "Elle fonctionne toujours"
    CHANGED = "changee", "Elle a changé"
    STOPPED = "arretee", "Elle est arrêtée"


class Cause(models.TextChoices):
    """Why a practice stopped: a choice, that the sheet can show at once."""

    FUNDING = "financement", "Le financement a pris fin"
    PEOPLE = "personnes", "Plus personne ne pouvait s’en occuper"
    USE = "usage", "Elle n’était pas assez utilisée"
    REPLACED = "remplacee", "Elle a été remplacée par autre chose"
    DONE = "but-atteint", "Elle a atteint son but"
    OTHER = "autre", "Une autre raison"


class Reading(models.TextChoices):
    """What moderators made of the words of an answer."""

    SHOWN = "montree", "Lue, la fiche montre le mot"
    ASIDE = "gardee", "Lue, le mot reste entre nous"


def days_ago(days):
    """The moment that many days before now."""
    return timezone.now() - timedelta(days=days)


class QuestionQuerySet(models.QuerySet):
    def standing(self):
        """About what the public reads today: no version was published since, the sheet is still up."""
        return self.filter(
            asked_at__gt=F("practice__last_published_at"),
            practice__live=True,
            practice__archived_at=None,
        )

    def overtaken(self):
        """Without answer, and a version was published since: that was one."""
        return self.filter(answer="", asked_at__lte=F("practice__last_published_at"))

    def waiting(self):
        """Asked and not answered yet, the oldest first."""
        return self.standing().filter(answer="").order_by("asked_at", "pk")

    def silent(self):
        """Those whose sheet says that nobody answered."""
        return self.waiting().exclude(unanswered_at=None)

    def reminder_due(self):
        """Asked once, long enough ago."""
        return self.waiting().filter(
            reminded_at=None, asked_at__lt=days_ago(settings.STILL_RUNNING_REMINDER_DAYS)
        )

    def silence_due(self):
        """Reminded long enough ago: the sheet says that nobody answered."""
        return self.waiting().filter(
            unanswered_at=None, reminded_at__lt=days_ago(settings.STILL_RUNNING_SILENCE_DAYS)
        )

    def again_due(self):
        """Silent, and not asked for a year."""
        limit = days_ago(settings.STILL_RUNNING_DAYS)
        lately = models.Q(asked_again_at__gte=limit)
        return self.silent().filter(unanswered_at__lt=limit).exclude(lately)

    def stopping(self):
        """By which a sheet says today that its practice stopped."""
        return self.standing().filter(answer=Answer.STOPPED, practice__state=State.STOPPED)

    def to_read(self):
        """Answered, and read by no moderator yet, the oldest first."""
        return self.exclude(answer="").filter(reading="").order_by("answered_at", "pk")

    def for_territories(self, territories):
        return self.filter(practice__lead__in=territories)


class Question(models.Model):
    """Whether the practice of a published sheet still runs, asked once a year."""

    practice = models.ForeignKey(
        "practices.PracticePage", models.CASCADE, related_name="questions", verbose_name="fiche"
    )
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    reminded_at = models.DateTimeField("rappelé le", null=True, blank=True)
    unanswered_at = models.DateTimeField("dite sans réponse le", null=True, blank=True)
    asked_again_at = models.DateTimeField("redemandé le", null=True, blank=True)  # once a year, of the silent
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answer = models.CharField("réponse", max_length=12, choices=Answer.choices, blank=True)
    cause = models.CharField("cause de l’arrêt", max_length=12, choices=Cause.choices, blank=True)
    why = models.TextField("un mot", max_length=LONGEST, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="répondu par",
    )
    reading = models.CharField("lecture", max_length=8, choices=Reading.choices, blank=True)
    # What the sheet said before it was said to be stopped, for when that was a mistake.
    former_state = models.CharField(max_length=20, blank=True, editable=False)
    former_state_date = models.DateField(null=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "question sur une pratique"
        verbose_name_plural = "questions sur les pratiques"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice"], condition=models.Q(answer=""), name="one_question_waits"
            )
        ]
        indexes = [models.Index(fields=["reading", "answered_at"], name="question_to_read")]

    def __str__(self):
        answer = self.get_answer_display() or "sans réponse"
        return f"{self.asked_at:%d/%m/%Y}\u00a0: {answer}"

    @property
    def silent_on(self):
        """The day on which the sheet will say, at the earliest, that nobody answered; None once it does."""
        if self.unanswered_at:
            return None
        to_remind = self.asked_at + timedelta(days=settings.STILL_RUNNING_REMINDER_DAYS)
        reminded = self.reminded_at or max(to_remind, timezone.now())
        return timezone.localdate(reminded + timedelta(days=settings.STILL_RUNNING_SILENCE_DAYS))

    @property
    def public_words(self):
        """The words of the collectivity that moderators chose to show."""
        return self.why if self.reading == Reading.SHOWN else ""
