"""A secretary sends a first sheet: from her sign-up on, by keyboard alone, on a phone."""

import datetime
import re

import pytest
from django.core import mail

from practices.forms.robots import SECONDS
from practices.models import PracticePage
from practices.status import ReviewStatus, status_of
from tests.factories.territories import EmailDomainFactory, TerritoryFactory

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTH, MOST_FIELDS, MOST_KEYS = 360, 9, 80
EMAIL, PASSWORD = "secretariat@luzy.example", "une phrase assez longue"


class Keyboard:
    """Somebody who has no mouse; `filled` counts what they had to give."""

    def __init__(self, page):
        self.page, self.keys, self.filled = page, page.keyboard, []

    def reach(self, expression):
        for _ in range(MOST_KEYS):
            self.keys.press("Tab")
            if self.page.evaluate(f"document.activeElement.{expression}"):
                return
        raise AssertionError(f"{expression} is not reached by the keyboard")

    def type(self, name, text):
        self.reach(f"name === '{name}'")
        self.keys.type(text)
        self.filled.append(name)

    def choose(self, name):
        self.reach(f"name === '{name}'")
        self.keys.press("ArrowDown")
        self.filled.append(name)

    def press(self, words):
        """Follow the link, or press the button, and see that the page that comes is not too wide."""
        self.reach(f"textContent.includes('{words}')")
        with self.page.expect_navigation():
            self.keys.press("Enter")
        assert self.page.evaluate("document.documentElement.scrollWidth") == WIDTH


@pytest.fixture
def luzy(site):
    luzy = TerritoryFactory(name="Luzy", code="58149", department_code="58")
    EmailDomainFactory(domain="luzy.example", territory=luzy)
    return luzy


def sign_up(person, site):
    person.page.goto(f"{site}/compte/inscription/")
    person.type("email", EMAIL)
    person.type("first_name", "Élodie")
    person.type("last_name", "Petit")
    person.type("password1", PASSWORD)
    person.page.wait_for_timeout(1000 * SECONDS)  # quicker, it is a robot
    person.press("Créer mon compte")
    person.page.goto(re.search(r"http://\S+/compte/confirmer-l-adresse/\S+", mail.outbox[0].body)[0])
    person.press("c’est mon adresse")


def log_in(person):
    if "/compte/connexion/" not in person.page.url:
        person.press("Se connecter")
    person.type("login", EMAIL)
    person.type("password", PASSWORD)
    person.press("Se connecter")


def join(person):
    person.press("Rejoindre une collectivité")
    person.reach("matches('[data-suggestions]')")
    person.keys.type("luz")
    person.page.get_by_role("option", name="Luzy").wait_for()
    person.keys.press("ArrowDown")
    with person.page.expect_navigation():
        person.keys.press("Enter")
    person.reach("name === 'territory'")
    person.keys.press("Space")
    person.type("function", "Secrétaire de mairie")
    person.press("Demander à la représenter")


def write(person):
    person.type("title", "Prêter des vélos")
    person.type("summary", "Trois communes prêtent leurs vélos.")
    person.choose("themes_0")
    person.choose("mutualisation")
    for name in ("need", "actions", "lessons"):
        person.type(name, "Quelques mots.")
    person.choose("state")


def test_first_sheet_is_sent_from_sign_up_on_by_keyboard_alone_on_a_phone(page, site, luzy):
    page.set_viewport_size({"width": WIDTH, "height": 740})
    person = Keyboard(page)
    sign_up(person, site)
    log_in(person)
    join(person)
    person.press("Nouvelle fiche")
    today = datetime.date.today()
    lead, contact, date = map(page.get_by_label, ("Au nom de", "Son adresse électronique", "À quelle date"))
    assert "Luzy" in lead.locator("option:checked").inner_text()
    assert (contact.input_value(), date.input_value()) == (EMAIL, f"{today:%d/%m/%Y}")

    person.filled.clear()
    write(person)
    person.press("Relire et envoyer")
    person.press("Envoyer en relecture")

    page.wait_for_url("**/mon-espace/")
    assert len(person.filled) <= MOST_FIELDS
    sheet = PracticePage.objects.get()
    assert status_of(sheet).status == ReviewStatus.IN_REVIEW
    assert (sheet.lead, sheet.contact_email, sheet.state_date) == (luzy, EMAIL, today)
