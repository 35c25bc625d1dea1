"""What is known today of whether a practice still runs: read from the answers, stored nowhere."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from practices.choices import State

from .models import Answer, Question


@dataclass(frozen=True)
class Vitality:
    """The last answer about the published version, and the question that waits; None where there is none."""

    answered: Question | None = None
    waiting: Question | None = None
    is_stopped: bool = False  # as the sheet says

    @property
    def is_silent(self) -> bool:
        """Whether the collectivity was asked, reminded, and has not answered in time."""
        return self.waiting is not None and self.waiting.unanswered_at is not None

    @property
    def confirmed_on(self) -> date | None:
        """The day on which the collectivity last said that all is as the sheet tells."""
        return self._day_of(Answer.RUNNING)

    @property
    def changed_on(self) -> date | None:
        """The day on which it said that the practice changed, as long as no newer version is published."""
        return self._day_of(Answer.CHANGED)

    @property
    def stop(self) -> Question | None:
        """The answer by which the sheet says that the practice stopped."""
        said = self.answered is not None and self.answered.answer == Answer.STOPPED
        return self.answered if said and self.is_stopped else None

    def _day_of(self, answer):
        if self.answered is None or self.answered.answer != answer:
            return None
        return timezone.localtime(self.answered.answered_at).date()


def vitality_of(practice) -> Vitality:
    """Of one sheet, by its `questions`: read them beforehand for several sheets."""
    published = practice.last_published_at
    if not practice.pk or not practice.live or published is None:
        return Vitality()
    standing = [question for question in practice.questions.all() if question.asked_at > published]
    answered = [question for question in standing if question.answer]
    waiting = [question for question in standing if not question.answer]
    return Vitality(
        answered=answered[-1] if answered else None,
        waiting=waiting[-1] if waiting else None,
        is_stopped=practice.state == State.STOPPED,
    )
