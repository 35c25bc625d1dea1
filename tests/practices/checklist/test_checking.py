from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from practices.checklist.checking import check
from practices.checklist.models import Check
from practices.models import Criterion
from practices.models.review import Verdict
from practices.quality.models import QualityCriterion
from practices.review import DecisionConflict, decide, submit
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(territory, member):
    return submit(PracticeFactory(lead=territory), user=member)


@pytest.fixture
def review(practice):
    return practice.current_workflow_task_state.pk


@pytest.fixture
def keys(db):
    return [Criterion.objects.create(name=name).pk for name in ("Pertinente", "Honnête", "Reprenable")]


def checked():
    return list(Check.objects.order_by("criterion").values_list("criterion", "by"))


def test_ticks_are_kept_with_who_made_them(practice, review, keys, moderator):
    other = ModeratorFactory()

    check(practice, user=moderator, review=review, met=keys[:1])
    for _ in range(2):
        check(practice, user=other, review=review, met=keys[:2], shown=keys[:1])

    assert checked() == [(keys[0], moderator.pk), (keys[1], other.pk)]


def test_unticked_goes_and_what_another_ticked_meanwhile_stays(practice, review, keys, moderator):
    check(practice, user=moderator, review=review, met=keys[:1])
    check(practice, user=ModeratorFactory(), review=review, met=keys[:2], shown=keys[:1])

    check(practice, user=moderator, review=review, met=keys[2:], shown=keys[:1])

    assert [key for key, _ in checked()] == keys[1:]


def test_who_may_not_decide_ticks_nothing(practice, review, keys, territory, member, moderator):
    MembershipFactory(user=moderator, territory=territory, confirmed=True)

    for user in (member, moderator):
        with pytest.raises(PermissionDenied):
            check(practice, user=user, review=review, met=keys)
    assert checked() == []


def test_sheet_sent_again_is_checked_again(practice, review, keys, member, moderator):
    check(practice, user=moderator, review=review, met=keys)
    decide(practice, user=moderator, verdict=Verdict.CHANGES, reason="Précisez.")
    practice = submit(practice, user=member)

    with pytest.raises(DecisionConflict):
        check(practice, user=moderator, review=review, met=keys)
    assert not practice.current_workflow_task_state.checks.exists()


def test_criteria_are_public(client):
    Criterion.objects.create(name="Utile à d'autres", text="Une autre ville peut s'en servir.")

    html = unescape(client.get(reverse("practices:criteria")).text)

    assert "Utile à d’autres" in html
    assert "Une autre ville peut s’en servir." in html


def test_criteria_of_the_mark_of_quality_are_published_too(client, keys):
    QualityCriterion.objects.create(name="Mesurée", text="Un chiffre avant, un chiffre après.")

    html = unescape(client.get(reverse("practices:criteria")).content.decode())

    assert "La marque de qualité" in html
    assert "Un chiffre avant, un chiffre après." in html
