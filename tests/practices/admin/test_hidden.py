"""An editor keeps the pages of the site, and reads no title of a draft, wherever Wagtail would tell it."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from portal.pages import starter_site
from practices.admin.hidden import hidden_from
from tests.factories.accounts import UserFactory
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory

pytestmark = pytest.mark.django_db
TITLE = "Zorglub confidentiel"


@pytest.fixture
def editor():
    starter_site.build()
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name=starter_site.EDITORS))
    return editor


@pytest.fixture
def draft(editor):
    return PracticeFactory(title=TITLE)


@pytest.fixture
def published(editor):
    return PracticeFactory(title="Zorglub public", published=True)


def addresses_about(sheet):
    """Where Wagtail shows pages to whoever enters its admin."""
    index, version = sheet.get_parent().pk, sheet.latest_revision_id
    one = "edit view_draft history workflow_history usage copy set_privacy delete move".split()
    yield from (reverse(f"wagtailadmin_pages:{name}", args=[sheet.pk]) for name in one)
    yield reverse("wagtailadmin_pages:revisions_view", args=[sheet.pk, version])
    for name in ("wagtailadmin_explore", "wagtailadmin_explore_results", "wagtailadmin_choose_page_child"):
        yield from (reverse(name, args=[key]) for key in (sheet.pk, index))
    api = "/admin/api/main/pages/"
    yield from (f"{api}{sheet.pk}/", f"{api}?child_of={index}&for_explorer=1", f"{api}?fields=*")
    for name in ("wagtailadmin_choose_page_search", "wagtailadmin_pages:search"):
        yield f"{reverse(name)}?q=Zorglub"
    yield f"{reverse('wagtailadmin_choose_page')}?page_type=practices.PracticePage"
    yield f"{reverse('wagtailadmin_choose_page_chosen_multiple')}?id={sheet.pk}"
    for name in ("page_types_usage", "site_history", "aging_pages", "locked_pages", "workflow"):
        yield reverse(f"wagtailadmin_reports:{name}")
    yield reverse("wagtailadmin_pages:type_use", args=["practices", "practicepage"])
    for action in ("delete", "move", "publish", "unpublish"):
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        yield from (f"{bulk}?id={sheet.pk}", f"{bulk}?id=all&childOf={index}")


def told(browser, sheet, title):
    """The addresses that tell this title."""
    answers = {address: browser.get(address, follow=True) for address in addresses_about(sheet)}
    contents = {
        address: answer.getvalue() if answer.streaming else answer.content
        for address, answer in answers.items()
    }
    return {address for address, content in contents.items() if title.encode() in content}


def test_editor_reads_no_title_of_a_draft(client, editor, draft):
    client.force_login(editor)

    assert told(client, draft, TITLE) == set()


def test_administrator_reads_it_nearly_everywhere(client, draft):
    """Else the silence towards an editor would prove nothing."""
    client.force_login(UserFactory(superuser=True))

    silent = set(addresses_about(draft)) - told(client, draft, TITLE)

    assert len(silent) < 10


def test_editor_still_chooses_a_published_sheet(client, editor, published):
    client.force_login(editor)

    assert "Zorglub public" in client.get(f"{reverse('wagtailadmin_choose_page_search')}?q=Zorglub").text


def test_sheets_hidden_from_an_editor_are_not_those_of_their_own_collectivity(editor, draft, published):
    own = PracticeFactory(lead=MembershipFactory(user=editor, confirmed=True).territory)

    assert [*hidden_from(editor)] == [draft]
    assert own not in hidden_from(editor)


@pytest.mark.parametrize("key", [2**63, 10**30])
def test_number_that_no_page_can_have_finds_none(client, editor, key):
    client.force_login(editor)

    answers = [
        client.get(f"/admin/pages/{key}/edit/"),
        client.get(reverse("wagtailadmin_choose_page_chosen_multiple"), {"id": key}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
