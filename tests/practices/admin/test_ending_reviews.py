"""Wagtail's button « Désactiver » on the workflow and on its task: it would end every review in silence."""

import pytest
from django.urls import reverse
from wagtail.models import Task, Workflow

from practices.models.review import Verdict
from practices.review import decide
from practices.status import ReviewStatus, status_of
from tests.factories.accounts import UserFactory

from .edit_page import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def press(client):
    client.force_login(UserFactory(superuser=True))

    def press():
        for name, model in (("disable", Workflow), ("disable_task", Task)):
            client.post(reverse(f"wagtailadmin_workflows:{name}", args=[model.objects.get().pk]), {})

    return press


def test_reviews_under_way_keep_their_workflow(press, in_review):
    press()

    assert status_of(fresh(in_review)).status == ReviewStatus.IN_REVIEW
    assert Workflow.objects.get().active and Task.objects.get().active


def test_workflow_is_disabled_once_nothing_waits(press, in_review, moderator):
    decide(in_review, user=moderator, verdict=Verdict.APPROVED)

    press()

    assert not Workflow.objects.get().active and not Task.objects.get().active
