import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page, Site, Workflow, WorkflowPage

from portal.pages import starter_site
from portal.pages.models import HomePage, SiteMapPage, StandardPage
from practices.assignments.models import Association
from practices.models import Criterion, PracticeIndexPage, Programme, ReviewTask, Theme
from search.alerts.models import CONFIRM_DAYS
from search.misses.models import EMAIL_KEPT, KEPT, RARE_KEPT, SHOWN_FROM
from search.remembering import REMEMBERED_FOR
from tests.factories.accounts import UserFactory

COUNTED = (
    Page,
    Site,
    Group,
    GroupPagePermission,
    GroupCollectionPermission,
    Workflow,
    WorkflowPage,
    ReviewTask,
    Theme,
    Programme,
    Criterion,
    Association,
)


def counts():
    return {model: model.objects.count() for model in COUNTED}


def member_of(name):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=name))
    return user


def test_starter_site_makes_the_pages(home):
    pages = home.get_children().order_by("path")

    assert [(page.url_path, page.show_in_menus) for page in pages] == [
        ("/accueil/fiches/", False),
        ("/accueil/aide/", True),
        ("/accueil/accessibilite/", True),
        ("/accueil/mentions-legales/", True),
        ("/accueil/donnees-personnelles/", True),
        ("/accueil/plan-du-site/", True),
    ]


def test_starter_site_names_the_root_in_french_and_keeps_a_name_that_was_given(home):
    root = Page.objects.filter(depth=1)
    assert root.get().title == root.get().draft_title == "Racine"

    root.update(title="Tout le site")
    starter_site.build()

    assert root.get().title == "Tout le site"


def test_starter_site_leaves_nothing_of_the_stock_site(home):
    assert {group.name for group in Group.objects.all()} == {starter_site.EDITORS, *starter_site.MODERATORS}
    assert [workflow.name for workflow in Workflow.objects.all()] == ["Relecture des fiches"]
    assert list(Page.objects.filter(depth=2)) == [home.page_ptr]


def test_starter_site_leads_the_default_site_home(home):
    site = Site.objects.get()

    assert (site.hostname, site.port, site.root_page_id, site.is_default_site) == (
        "testserver",
        80,
        home.pk,
        True,
    )


def test_starter_site_plants_the_vocabularies(home):
    assert Theme.objects.roots().count() == 15
    assert Theme.objects.filter(path="cybersecurite/sauvegarde").exists()
    assert Criterion.objects.count() == 8


def test_each_association_has_its_moderators_who_keep_the_sending_rules(home):
    assert {one.name: one.group.name for one in Association.objects.all()} == {
        "Villes Internet": "Modérateurs Villes Internet",
        "Villes de France": "Modérateurs Villes de France",
    }
    for association in Association.objects.all():
        moderator = member_of(association.group.name)
        actions = ("add", "change", "delete", "view")
        assert moderator.has_perms([f"assignments.{action}_sendingrule" for action in actions])
        assert moderator.has_perms(["assignments.change_association", "assignments.view_association"])


def test_moderators_may_remove_what_nobody_uses(home):
    for name in starter_site.MODERATORS:
        vocabularies = ("theme", "programme", "criterion")
        assert member_of(name).has_perms([f"practices.delete_{one}" for one in vocabularies])


def test_starter_site_twice_changes_nothing(home):
    before = counts()

    call_command("starter_site")

    assert counts() == before


def test_starter_site_repairs_what_is_missing(home):
    before = counts()
    StandardPage.objects.get(slug="aide").delete()
    SiteMapPage.objects.get().delete()
    Group.objects.get(name=starter_site.EDITORS).delete()
    WorkflowPage.objects.all().delete()
    GroupPagePermission.objects.all().delete()

    call_command("starter_site")

    assert counts() == before


def test_starter_site_keeps_what_was_edited(home):
    HomePage.objects.update(heading="Bienvenue")
    StandardPage.objects.filter(slug="aide").update(title="Besoin d’aide")
    Site.objects.update(hostname="pratiques.example", port=443)
    Theme.objects.get(path="cybersecurite/sauvegarde").delete()
    before = counts()

    call_command("starter_site")

    assert counts() == before
    assert HomePage.objects.get().heading == "Bienvenue"
    assert StandardPage.objects.get(slug="aide").title == "Besoin d’aide"
    assert Site.objects.get().hostname == "pratiques.example"


@pytest.mark.parametrize("group", starter_site.MODERATORS)
def test_moderators_act_on_sheets_alone(add_sheet, group):
    moderator = member_of(group)
    pages = [add_sheet(), StandardPage.objects.get(slug="aide"), HomePage.objects.get()]

    rights = [page.permissions_for_user(moderator) for page in pages]

    assert [right.can_edit() for right in rights] == [True, False, False]
    assert [right.can_lock() for right in rights] == [True, False, False]
    assert moderator.has_perm("wagtailadmin.access_admin")


def test_editors_act_on_standard_pages_alone(add_sheet):
    editor = member_of(starter_site.EDITORS)
    pages = [StandardPage.objects.get(slug="aide"), add_sheet(), PracticeIndexPage.objects.get()]

    rights = [page.permissions_for_user(editor) for page in pages]

    assert [right.can_edit() for right in rights] == [True, False, False]
    assert [right.can_publish() for right in rights] == [True, False, False]
    assert editor.has_perm("wagtailadmin.access_admin")


def test_review_is_open_to_both_associations(add_sheet):
    workflow = add_sheet().get_workflow()

    groups = workflow.tasks.get().specific.groups

    assert set(groups.values_list("name", flat=True)) == set(starter_site.MODERATORS)


def test_personal_data_page_says_the_durations_that_act():
    text = (starter_site.CONTENT / "donnees-personnelles.html").read_text()

    assert (CONFIRM_DAYS, SHOWN_FROM) == (7, 3)
    assert "au bout de sept jours" in text
    assert "moins de trois personnes" in text
    assert (RARE_KEPT.days, KEPT.days, EMAIL_KEPT.days, REMEMBERED_FOR.days) == (92, 366, 365, 365)
    assert "disparaît après trois mois" in text
    assert "un an après la dernière recherche" in text
    assert "au plus tard après un an" in text
    assert "la collectivité que vous avez choisie (un an)" in text
