"""The moderators' side, through Wagtail's own pages: no door but the review publishes a sheet."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Page

from practices.models import PracticePage, ReviewTaskState
from practices.models.review import Verdict
from practices.review import decide, submit
from practices.status import ReviewStatus, status_of
from tests.factories.accounts import UserFactory
from tests.factories.practices import ModeratorFactory, PracticeFactory, ThemeFactory, practice_index
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_review(territory, member):
    practice = PracticeFactory(lead=territory, title="Partager un informaticien")
    submit(practice, user=member)
    return practice


@pytest.fixture
def desk(client, moderator):
    """A browser in which the moderator is logged in."""
    client.force_login(moderator)
    return client


def edit_url(practice):
    return reverse("wagtailadmin_pages:edit", args=[practice.pk])


def form_of(client, practice):
    """What the edit page posts, as it stands."""
    form = client.get(edit_url(practice)).context["form"]
    posted = {}
    for bound in [*form, *(field for formset in form.formsets.values() for field in formset.management_form)]:
        value = bound.value()
        if bound.name == "themes":
            posted |= {f"{bound.html_name}_{rank}": key or "" for rank, key in enumerate(value)}
        elif bound.name in PracticePage.RICH_FIELDS:
            posted[bound.html_name] = (
                '{"entityMap": {}, "blocks": [{"key": "a", "text": "Texte.", "type": "unstyled"}]}'
            )
        elif value is not None and value is not False and not isinstance(value, list):
            posted[bound.html_name] = value
    return posted


def act(client, practice, action, comment="", **extra):
    return client.post(
        edit_url(practice),
        {
            "action-workflow-action": "1",
            "workflow-action-name": action,
            "workflow-action-extra-data": json.dumps({"comment": comment}),
            **extra,
        },
    )


def fresh(practice):
    return PracticePage.objects.get(pk=practice.pk)


def test_edit_page_leads_to_the_reading_and_offers_no_decision(desk, in_review):
    html = desk.get(edit_url(in_review)).content.decode()

    assert reverse("desk_read", args=[in_review.pk]) in html
    assert "Retirer de la relecture" in html
    for name in ("data-workflow-action-name", "action-publish", "action-restart-workflow"):
        assert name not in html
    assert html.count("<option") < 1_000


def test_edit_page_of_a_draft_leads_to_no_reading(desk, territory):
    practice = PracticeFactory(lead=territory)

    html = desk.get(edit_url(practice)).content.decode()

    assert reverse("desk_read", args=[practice.pk]) not in html
    assert "Retirer de la relecture" not in html


@pytest.mark.parametrize("superuser", [False, True])
@pytest.mark.parametrize("action", ["approve", "reject", "refuse"])
def test_no_address_of_the_admin_decides(client, in_review, action, superuser):
    client.force_login(UserFactory(superuser=True) if superuser else ModeratorFactory())
    state = ReviewTaskState.objects.get()

    act(client, in_review, action, "Voici.", loaded_revision_id=in_review.latest_revision_id)
    for name in ("workflow_action", "collect_workflow_action_data"):
        url = reverse(f"wagtailadmin_pages:{name}", args=[in_review.pk, action, state.pk])
        client.get(url)
        client.post(url, {"comment": "Voici."})

    assert status_of(fresh(in_review)).status == ReviewStatus.IN_REVIEW


def test_decision_posted_to_the_edit_page_saves_nothing_of_the_form(desk, in_review):
    act(desk, in_review, "approve", **form_of(desk, in_review) | {"title": "Un titre périmé"})

    assert fresh(in_review).latest_revision_id == in_review.latest_revision_id


def test_task_of_the_workflow_decides_nothing_by_itself(in_review, moderator):
    state = ReviewTaskState.objects.get()

    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, moderator, "approve")


@pytest.mark.parametrize("who", ["moderator", "moderator_of_lead", "administrator"])
@pytest.mark.parametrize("published", [False, True])
def test_publish_button_publishes_nothing(client, territory, who, published):
    practice = PracticeFactory(lead=territory, title="Avant", published=published)
    user = UserFactory(superuser=True) if who == "administrator" else ModeratorFactory()
    if who == "moderator_of_lead":
        MembershipFactory(user=user, territory=territory, confirmed=True)
    client.force_login(user)
    posted = form_of(client, practice) | {"title": "Après", "go_live_at": "2020-01-01 00:00"}

    client.post(edit_url(practice), posted | {"action-publish": "1"})

    stored = fresh(practice)
    assert stored.live == published
    assert stored.live_revision_id == practice.live_revision_id
    assert stored.scheduled_revision is None
    assert not published or stored.title == "Avant"
    assert stored.draft_title == "Après"


@pytest.mark.parametrize("superuser", [False, True])
def test_bulk_publish_publishes_nothing(client, territory, superuser):
    practice = PracticeFactory(lead=territory)
    client.force_login(UserFactory(superuser=True) if superuser else ModeratorFactory())
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    client.post(f"{url}?id={practice.pk}", {})
    client.post(f"{url}?id={practice_index().pk}", {"include_descendants": "on"})

    assert not fresh(practice).live


@pytest.mark.parametrize("bulk", [False, True])
def test_unpublish_is_refused_to_a_moderator_of_the_town(client, territory, bulk):
    practice = PracticeFactory(lead=territory, published=True)
    own, other = ModeratorFactory(), ModeratorFactory()
    MembershipFactory(user=own, territory=territory, confirmed=True)
    url = reverse("wagtailadmin_pages:unpublish", args=[practice.pk])
    if bulk:
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + f"?id={practice.pk}"

    client.force_login(own)
    client.post(url, {})
    assert fresh(practice).live

    client.force_login(other)
    client.post(url, {})
    assert not fresh(practice).live


def test_moderator_submits_only_what_is_complete(desk, territory):
    practice = PracticeFactory(lead=territory, incomplete=True)
    posted = form_of(desk, practice) | {"action-submit": "1", "need": "null"}

    response = desk.post(edit_url(practice), posted)

    assert response.status_code == 200
    assert {"summary", "themes", "need", "contact_email"} <= set(response.context["form"].errors)
    assert status_of(fresh(practice)).status == ReviewStatus.DRAFT


def test_moderator_saves_a_draft_with_several_co_bearers(desk, territory):
    practice = PracticeFactory(lead=territory)
    first, second = TerritoryFactory(name="Autun"), TerritoryFactory(name="Étang-sur-Arroux")
    posted = form_of(desk, practice) | {"co_bearers": f"Autun\r\n\r\n{second.code}\r\n"}

    desk.post(edit_url(practice), posted)

    draft = fresh(practice).get_latest_revision_as_object()
    assert {one.pk for one in draft.co_bearers.all()} == {first.pk, second.pk}
    assert f"Autun (29) · {first.code}" in desk.get(edit_url(practice)).content.decode()


def test_moderator_is_told_which_co_bearer_is_unknown(desk, territory):
    practice = PracticeFactory(lead=territory)

    response = desk.post(edit_url(practice), form_of(desk, practice) | {"co_bearers": "Zzyzx"})

    assert "Aucune collectivité ne correspond à" in response.context["form"].errors["co_bearers"][0]


def test_moderator_withdraws_on_behalf_of_the_town(desk, in_review):
    desk.post(edit_url(in_review), {"action-cancel-workflow": "1"})

    assert status_of(fresh(in_review)).status == ReviewStatus.WITHDRAWN


def test_town_cannot_enter_the_admin(town, in_review):
    for url in (edit_url(in_review), reverse("desk"), reverse("wagtailadmin_home")):
        assert town.get(url).status_code == 403
    act(town, in_review, "approve")

    assert not fresh(in_review).live


def test_theme_in_use_is_not_deleted(client, territory):
    theme = ThemeFactory()
    PracticeFactory(lead=territory, themes=[theme])
    client.force_login(UserFactory(superuser=True))

    client.post(reverse(theme.snippet_viewset.get_url_name("delete"), args=[theme.pk]))

    theme.refresh_from_db()


def test_vocabularies_are_listed(client):
    theme = ThemeFactory(name="Cybersécurité")
    ThemeFactory(name="Sauvegarde", parent=theme)
    client.force_login(UserFactory(superuser=True))

    html = client.get(reverse(theme.snippet_viewset.get_url_name("list"))).content.decode()

    assert html.index("Cybersécurité") < html.index("Sauvegarde")


def test_stock_mails_of_the_workflow_are_silent_on_sheets(in_review, moderator, mailoutbox):
    mailoutbox.clear()

    decide(in_review, user=moderator, verdict=Verdict.CHANGES, reason="Précisez.")

    assert len(mailoutbox) == 1
    assert Page.objects.filter(pk=in_review.pk).exists()
