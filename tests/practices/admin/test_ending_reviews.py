"""Wagtail's button « Désactiver » on the workflow and on its task: it would end every review in silence."""

import pytest
from django.urls import reverse
from wagtail.models import Workflow

from practices.models.review import ReviewTask, Verdict
from practices.review import decide
from practices.status import ReviewStatus, status_of
from tests.factories.accounts import UserFactory

from .edit_page import fresh

pytestmark = pytest.mark.django_db


def workflow():
    return Workflow.objects.get(name="Relecture des fiches")


@pytest.fixture
def press(client):
    client.force_login(UserFactory(superuser=True))

    def press():
        for name, one in (("disable", workflow()), ("disable_task", ReviewTask.objects.get())):
            client.post(reverse(f"wagtailadmin_workflows:{name}", args=[one.pk]), {})

    return press


def test_reviews_under_way_keep_their_workflow(press, in_review):
    press()

    assert status_of(fresh(in_review)).status == ReviewStatus.IN_REVIEW
    assert workflow().active and ReviewTask.objects.get().active


def test_workflow_is_disabled_once_nothing_waits(press, in_review, moderator):
    decide(in_review, user=moderator, verdict=Verdict.APPROVED)

    press()

    assert not workflow().active and not ReviewTask.objects.get().active
