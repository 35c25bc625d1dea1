"""What Wagtail may do to a sheet, door by door: its pages, what is ticked in a list, its API."""

import json

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import Page, Revision

from portal.pages import starter_site
from portal.pages.models import HomePage, StandardPage
from practices.archiving.archiving import archive
from practices.merging.merging import merge
from practices.models import PracticeIndexPage, PracticePage, ReviewTaskState
from practices.models.review import Verdict
from practices.review import decide, submit
from practices.status import ReviewStatus, status_of
from tests.factories.accounts import UserFactory
from tests.factories.practices import ModeratorFactory, PracticeFactory, practice_index
from tests.factories.territories import MembershipFactory

from .edit_page import edit_url, fresh, opened

pytestmark = pytest.mark.django_db
ROLES = ("moderator", "moderator_of_lead", "administrator", "administrator_of_lead", "editor")
DOORS = ("page", "list")


@pytest.fixture
def sheets(territory, member):
    """One sheet of each kind that somebody besides the town has seen."""
    published = PracticeFactory(lead=territory, published=True)
    unpublished = PracticeFactory(lead=territory, published=True)
    unpublished.unpublish()
    first, newer = PracticeFactory(lead=territory), PracticeFactory(lead=territory, published=True)
    for sheet in (first, newer):
        draft = fresh(sheet).get_latest_revision_as_object()
        draft.summary = "Une autre version."
        draft.save_revision(user=member)
        submit(sheet, user=member)
    return [published, unpublished, first, newer]


@pytest.fixture
def people(territory):
    """A browser of each role; building the site once for all is what takes time."""
    starter_site.build()
    users = {role: UserFactory(superuser=role.startswith("administrator")) for role in ROLES}
    users |= {role: ModeratorFactory() for role in ROLES if role.startswith("moderator")}
    users["editor"].groups.add(Group.objects.get(name=starter_site.EDITORS))
    for role in ("moderator_of_lead", "administrator_of_lead"):
        MembershipFactory(user=users[role], territory=territory, confirmed=True)
    browsers = {role: Client() for role in ROLES}
    for role, browser in browsers.items():
        browser.force_login(users[role])
    return browsers


def press(client, door, action, page, **posted):
    """Confirm this action of Wagtail's, on the page's own address or as one ticked in a list."""
    url = reverse(f"wagtailadmin_pages:{action}", args=[page.pk])
    if door == "list":
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={page.pk}"
    return client.post(url, posted)


def copy(client, page, choice):
    """Confirm the page that copies, this box ticked."""
    form = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": page.get_parent().pk}
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    return client.post(url, form | {"copy_subpages": "on", choice: "on"})


def kept():
    """All that a door could change."""
    return [list(model.objects.order_by("pk").values()) for model in (Page, Revision, ReviewTaskState)]


def test_what_was_sent_or_published_is_deleted_moved_or_copied_by_no_door(people, sheets):
    before = kept()

    for client in people.values():
        for sheet in sheets:
            for door in DOORS:
                press(client, door, "delete", sheet)
                press(client, door, "move", sheet)
            for choice in ("publish_copies", "alias"):
                copy(client, sheet, choice)

    assert kept() == before


def test_draft_that_nobody_else_has_seen_may_be_deleted(desk, territory):
    drafts = [PracticeFactory(lead=territory) for _ in DOORS]

    for door, draft in zip(DOORS, drafts, strict=True):
        press(desk, door, "delete", draft)

    assert not PracticePage.objects.exists()


def test_api_reads_and_does_nothing(people, sheets):
    pages, before, codes = [*sheets, practice_index(), HomePage.objects.get()], kept(), set()

    for client in people.values():
        for page in pages:
            body = {"revision_id": page.revisions.values_list("pk", flat=True).first()}
            for name in PagesAdminAPIViewSet.actions:
                url = reverse("wagtailadmin_api:pages:action", args=[page.pk, name])
                codes.add(client.post(url, json.dumps(body), content_type="application/json").status_code)

    assert codes == {404}
    assert kept() == before
    assert people["moderator"].get(reverse("wagtailadmin_api:pages:listing")).status_code == 200


def test_what_stands_above_the_sheets_is_not_taken_away(people, sheets):
    elsewhere, before = StandardPage.objects.first(), kept()

    for client in people.values():
        for page in (practice_index(), HomePage.objects.get()):
            for door in DOORS:
                press(client, door, "unpublish", page, include_descendants="on")
                press(client, door, "delete", page)
            copy(client, page, "publish_copies")
            client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, elsewhere.pk]))

    assert kept() == before


def test_address_of_the_list_of_sheets_is_not_edited(people):
    index = practice_index()

    for client in people.values():
        client.post(edit_url(index), {"title": "Autre", "slug": "autre", "action-publish": "1"})

    assert PracticeIndexPage.objects.get().slug == index.slug
    assert not index.revisions.exists()


def test_explorer_still_shows_the_list_and_its_sheets_are_edited(desk, territory):
    practice = PracticeFactory(lead=territory, published=True)

    listing = desk.get(reverse("wagtailadmin_explore", args=[practice_index().pk]))

    assert practice.title in listing.content.decode()
    assert desk.get(edit_url(practice)).status_code == 200


def test_what_is_archived_is_not_sent_to_the_review(desk, moderator, territory):
    other = PracticeFactory(lead=MembershipFactory(confirmed=True).territory, published=True)
    archived, gone = (PracticeFactory(lead=territory, published=True) for _ in range(2))
    archive(archived, user=moderator, reason="C’est fini.")
    merge(gone, into=other, user=moderator)

    for practice in (archived, gone):
        desk.post(edit_url(practice), opened(desk, practice) | {"action-submit": "1"})

    assert {status_of(fresh(one)).status for one in (archived, gone)} == {ReviewStatus.ARCHIVED}
    assert not ReviewTaskState.objects.exists()


def test_what_was_archived_during_its_review_is_not_published(in_review, moderator):
    PracticePage.objects.update(archived_at=timezone.now())

    with pytest.raises(ValidationError):
        decide(in_review, user=moderator, verdict=Verdict.APPROVED)

    assert not fresh(in_review).live
