"""The main job, in a browser: a town writes and sends a sheet, a moderator publishes it, one finds it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command

from tests.factories.accounts import UserFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

PASSWORD = "un mot de passe long"
TITLE = "Prêter le vidéoprojecteur de la mairie aux communes voisines"
MODERATORS = "Modérateurs Villes Internet"


@pytest.fixture
def site(live_server, settings):
    """A site as script/server leaves it, without its example sheets."""
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    call_command("starter_site", verbosity=0)
    call_command("rebuild_index", verbosity=0)
    return live_server.url


def account(email):
    """An account whose address was confirmed."""
    user = UserFactory(email=email, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@pytest.fixture
def member(site):
    luzy = TerritoryFactory(name="Luzy", code="58149", population=2_006, department_code="58")
    return MembershipFactory(user=account("mairie@luzy.example"), territory=luzy, confirmed=True).user


@pytest.fixture
def moderator(site):
    user = account("relecture@association.example")
    user.groups.add(Group.objects.get(name=MODERATORS))
    return user


def log_in(page, address, user):
    page.goto(address)
    page.get_by_label("Adresse électronique").fill(user.email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


def write_sheet(page):
    page.get_by_role("link", name="Déposer une fiche").first.click()
    page.get_by_label("Titre").fill(TITLE)
    page.get_by_label("En une phrase").fill("Trois communes se prêtent leur matériel de réunion.")
    page.get_by_label("Premier thème").select_option(label="Achats et mutualisation (en général)")
    page.get_by_label("Convention").check()
    page.get_by_label("Le besoin de départ").fill("Chaque mairie avait un vieil appareil.")
    page.get_by_label("Ce qui a été fait").fill("Un seul achat, **un carnet** de prêt.\n\n- lundi\n- mardi")
    page.get_by_label("Ce que vous ne referiez pas").fill("Prêter sans fiche de retour.")
    page.get_by_label("En service").check()
    page.get_by_label("Qui peut répondre").fill("Secrétariat de mairie")
    page.get_by_role("button", name="Relire et envoyer").click()
    page.get_by_role("button", name="Envoyer en relecture").click()


def publish(page):
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("button", name="Publier la fiche").click()
    page.get_by_text("est publiée.").wait_for()


def test_sheet_is_written_sent_published_and_found(browser, page, site, member, moderator):
    log_in(page, f"{site}/mon-espace/", member)
    write_sheet(page)
    page.get_by_text("En relecture").first.wait_for()

    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    desk = context.new_page()
    log_in(desk, f"{site}/admin/", moderator)
    publish(desk)
    context.close()

    page.goto(f"{site}/fiches/?q=videoprojecteur")
    page.get_by_role("checkbox", name=re.compile("Achats et mutualisation")).check()
    page.wait_for_url("**theme=achats**")
    page.get_by_role("checkbox", name=re.compile("1.000 à 3.500")).check()
    page.wait_for_url("**population=commune-1000**")
    page.get_by_role("checkbox", name=re.compile("Bourgogne-Franche-Comté")).check()
    page.wait_for_url("**region=27**")
    page.get_by_role("heading", name="1\u00a0fiche").wait_for()
    page.get_by_role("link", name=re.compile("Prêter le vidéoprojecteur")).click()

    page.get_by_role("heading", level=1, name=re.compile("Prêter le vidéoprojecteur")).wait_for()
    assert page.locator("strong, b").get_by_text("un carnet").is_visible()
    assert "mairie@luzy.example" not in page.content()
    assert [message.to for message in mail.outbox if "publiée" in message.subject] == [[member.email]]
