"""Questions on sheets. A plain QuestionFactory() was asked yesterday of a sheet that is two years old."""

from datetime import timedelta

import factory
from django.utils import timezone

from practices.models import PracticePage
from practices.vitality.models import Question

from .practices import PracticeFactory


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def old_sheet(days=730, **kwargs):
    """A sheet whose last version was published that many days ago."""
    practice = PracticeFactory(published=True, **kwargs)
    PracticePage.objects.filter(pk=practice.pk).update(last_published_at=days_ago(days))
    return PracticePage.objects.get(pk=practice.pk)


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question

    class Params:
        silent = factory.Trait(
            asked_at=factory.LazyFunction(lambda: days_ago(70)),
            reminded_at=factory.LazyFunction(lambda: days_ago(35)),
            unanswered_at=factory.LazyFunction(lambda: days_ago(1)),
        )
        answered = factory.Trait(answer="en-service", answered_at=factory.LazyFunction(timezone.now))

    practice = factory.LazyFunction(old_sheet)
    asked_at = factory.LazyFunction(lambda: days_ago(1))
