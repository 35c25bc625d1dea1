"""A full round, in a browser: sent, taken, remarked, sent back, corrected, compared, published, found."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from practices.models import Criterion, PracticePage
from tests.factories.territories import MembershipFactory, TerritoryFactory
from tests.test_journey import MODERATORS, TITLE, account, log_in, write_sheet

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REMARK = "Combien de communes s’en servent\u202f?"
AFTER = "Quatre communes se prêtent leur matériel"


@pytest.fixture
def member(site):
    luzy = TerritoryFactory(name="Luzy", code="58149", population=2_006, department_code="58")
    return MembershipFactory(user=account("mairie@luzy.example"), territory=luzy, confirmed=True).user


@pytest.fixture
def desk(site, browser):
    """The page of a moderator, logged in, in a browser of their own."""
    user = account("relecture@association.example")
    user.groups.add(Group.objects.get(name=MODERATORS))
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    log_in(page, f"{site}/admin/", user)
    yield page
    context.close()


def open_sheet(desk, site):
    desk.goto(f"{site}/admin/bureau/")
    desk.get_by_role("link", name=TITLE).first.click()
    desk.get_by_role("heading", name="La fiche, telle qu’elle paraîtra").wait_for()


def ask_for_changes(desk):
    desk.get_by_role("link", name="Ajouter une remarque").click()
    desk.get_by_label("Champ", exact=True).select_option(label="En une phrase")
    desk.get_by_label("Remarque", exact=True).fill(REMARK)
    desk.get_by_role("button", name="Envoyer à la collectivité").click()
    desk.get_by_text("Votre demande est partie.").wait_for()


def correct(page, site):
    page.goto(site + reverse("practices:edit", args=[PracticePage.objects.get().pk]))
    page.get_by_text(REMARK).first.wait_for()
    page.get_by_label("En une phrase").fill(f"{AFTER} de réunion.")
    page.get_by_role("button", name="Relire et envoyer").click()
    page.get_by_role("button", name="Envoyer en relecture").click()
    page.get_by_text("En relecture").first.wait_for()


def test_round_from_sending_to_being_found(page, desk, site, member):
    log_in(page, f"{site}/mon-espace/", member)
    write_sheet(page)
    page.get_by_text("En relecture").first.wait_for()

    open_sheet(desk, site)
    desk.get_by_text("Première version").wait_for()
    desk.frame_locator("iframe").get_by_role("heading", level=1, name=TITLE).wait_for()
    desk.get_by_role("button", name="Prendre la fiche").click()
    desk.get_by_text("Elle est à vous").wait_for()
    ask_for_changes(desk)
    correct(page, site)

    open_sheet(desk, site)
    changes = desk.locator("#differences")
    assert changes.locator("dt").all_inner_texts() == ["En une phrase"]
    assert "Trois" in changes.locator("dd del").inner_text()
    assert "Quatre" in changes.locator("dd ins").inner_text()
    criterion = Criterion.objects.first().name
    desk.get_by_role("checkbox", name=re.compile(re.escape(criterion[:12]))).check()
    desk.get_by_role("button", name="Enregistrer les critères").click()
    desk.get_by_text("les autres modérateurs le voient").wait_for()
    desk.get_by_role("button", name="Publier la fiche").click()
    desk.get_by_text("est publiée.").wait_for()

    page.goto(f"{site}/fiches/?q=videoprojecteur")
    page.get_by_role("link", name=re.compile(TITLE[:24])).click()
    page.get_by_text(AFTER).first.wait_for()
    assert REMARK not in page.content()
