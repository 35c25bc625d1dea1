"""Saving a sheet in Wagtail's editor: no stale form replaces what was written or decided meanwhile."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, Revision

from practices.models.review import Verdict
from practices.review import decide
from practices.status import ReviewStatus, status_of
from tests.factories.practices import ModeratorFactory, PracticeFactory

from .edit_page import decision, edit_url, fields_of, fresh, opened

pytestmark = pytest.mark.django_db


def revise(practice, user, **changes):
    draft = fresh(practice).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft.save_revision(user=user)


def draft_of(practice):
    return fresh(practice).get_latest_revision_as_object()


def test_fresh_form_is_saved(desk, in_review):
    response = desk.post(edit_url(in_review), opened(desk, in_review) | {"summary": "Corrigé."})

    assert response.status_code == 302
    assert draft_of(in_review).summary == "Corrigé."


def test_stale_form_is_refused_and_loses_nothing(desk, in_review):
    form = opened(desk, in_review)
    newer = revise(in_review, ModeratorFactory(first_name="Ana", last_name="Roy"), summary="Plus récent.")

    response = desk.post(edit_url(in_review), form | {"summary": "Ma saisie."})

    html = response.content.decode()
    assert response.status_code == 409
    assert "Ana Roy a enregistré une version plus récente" in html
    assert "Ma saisie." in html
    assert "w-autosave-interval" not in html  # it would save at once what was just refused
    assert fresh(in_review).latest_revision_id == newer.pk
    assert draft_of(in_review).summary == "Plus récent."


def test_stale_form_sent_again_after_the_warning_is_saved_and_history_keeps_the_other(desk, in_review):
    form = opened(desk, in_review)
    revise(in_review, ModeratorFactory(), summary="Plus récent.")
    refused = desk.post(edit_url(in_review), form | {"summary": "Ma saisie."})

    desk.post(edit_url(in_review), fields_of(refused.content))

    versions = Revision.page_revisions.filter(object_id=str(in_review.pk)).order_by("pk")
    assert [version.content["summary"] for version in versions][1:] == ["Plus récent.", "Ma saisie."]


def test_stale_submission_is_refused(desk, territory):
    practice = PracticeFactory(lead=territory)
    form = opened(desk, practice)
    revise(practice, ModeratorFactory(), summary="Plus récent.")

    response = desk.post(edit_url(practice), form | {"action-submit": "1"})

    assert response.status_code == 409
    assert status_of(fresh(practice)).status == ReviewStatus.DRAFT


def test_own_version_that_was_judged_meanwhile_is_not_written_over(desk, moderator, in_review):
    own = revise(in_review, moderator, summary="Corrigé.")
    form = opened(desk, in_review) | {"overwrite_revision_id": own.pk}
    first = ModeratorFactory()
    decide(in_review, user=first, verdict=Verdict.APPROVED)

    response = desk.post(edit_url(in_review), form | {"summary": "Trop tard."})
    autosave = desk.post(
        edit_url(in_review), form | {"summary": "Trop tard."}, headers={"accept": "application/json"}
    )

    assert f"Décision déjà prise par {first}" in response.content.decode()
    assert (response.status_code, autosave.status_code) == (409, 400)
    own.refresh_from_db()
    assert own.content["summary"] == "Corrigé."
    assert not fresh(in_review).has_unpublished_changes


def test_address_of_an_old_version_decides_nothing(desk, in_review):
    url = reverse("wagtailadmin_pages:revisions_revert", args=[in_review.pk, in_review.latest_revision_id])

    desk.post(url, decision("approve", loaded_revision_id=in_review.latest_revision_id))

    assert status_of(fresh(in_review)).status == ReviewStatus.IN_REVIEW


def test_stale_form_through_the_address_of_an_old_version_is_refused(desk, in_review):
    url = reverse("wagtailadmin_pages:revisions_revert", args=[in_review.pk, in_review.latest_revision_id])
    form = opened(desk, in_review)
    revise(in_review, ModeratorFactory(), summary="Plus récent.")

    assert desk.post(url, form).status_code == 409
    assert draft_of(in_review).summary == "Plus récent."


@pytest.mark.parametrize("door", ["save", "approve", "unpublish"])
def test_resolved_remarks_survive(desk, moderator, member, in_review, door):
    waiting = Comment.objects.create(
        page=in_review, user=moderator, contentpath="need", text="Depuis quand ?"
    )
    solved = Comment.objects.create(
        page=in_review,
        user=moderator,
        contentpath="need",
        text="Pour qui ?",
        resolved_at=timezone.now(),
        resolved_by=member,
    )

    if door == "save":
        desk.post(edit_url(in_review), opened(desk, in_review) | {"summary": "Corrigé."})
        assert draft_of(in_review).summary == "Corrigé."
    else:
        decide(in_review, user=moderator, verdict=Verdict.APPROVED)
    if door == "unpublish":
        desk.post(reverse("wagtailadmin_pages:unpublish", args=[in_review.pk]), {})

    assert set(Comment.objects.values_list("pk", "resolved_by")) == {
        (waiting.pk, None),
        (solved.pk, member.pk),
    }


def test_remark_resolved_meanwhile_stays_resolved(desk, moderator, member, in_review):
    remark = Comment.objects.create(page=in_review, user=moderator, contentpath="need", text="Depuis quand ?")
    form = opened(desk, in_review) | comments_of(remark)
    Comment.objects.update(resolved_at=timezone.now(), resolved_by=member)

    response = desk.post(edit_url(in_review), form | {"summary": "Corrigé."})

    assert response.status_code == 302
    assert draft_of(in_review).summary == "Corrigé."
    assert Comment.objects.get().resolved_by == member


def comments_of(remark):
    """What the editor's script posts of one remark, untouched."""
    row = {
        "id": remark.pk,
        "text": remark.text,
        "contentpath": remark.contentpath,
        "position": "",
        "resolved": "",
        "DELETE": "",
    }
    replies = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}
    return (
        {"comments-TOTAL_FORMS": 1, "comments-INITIAL_FORMS": 1}
        | {f"comments-0-{name}": value for name, value in row.items()}
        | {f"comments-0-replies-{name}": value for name, value in replies.items()}
    )
