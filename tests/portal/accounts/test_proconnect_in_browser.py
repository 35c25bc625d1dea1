"""A person goes to ProConnect and comes back, with the policy of the site in force, wide and narrow."""

import pytest
from allauth.socialaccount.models import SocialAccount

from tests.factories.accounts import UserFactory, confirm_address
from tests.portal.test_axe_in_browser import AXE, RUN
from tests.proconnect import PERSON

pytestmark = pytest.mark.browser
PASSWORD = "un mot de passe long"


@pytest.fixture
def site(live_server, settings):
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    return live_server.url


@pytest.fixture
def member(site, proconnect):
    user = UserFactory(email="mairie@luzy.example", password=PASSWORD)
    confirm_address(user)
    SocialAccount.objects.create(user=user, provider=proconnect.issuer, uid=PERSON["sub"])
    return user


@pytest.mark.parametrize("scripts", [True, False])
def test_person_comes_in_and_leaves(browser, site, proconnect, member, scripts):
    already = len(proconnect.ended)
    context = browser.new_context(locale="fr-FR", java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{site}/compte/connexion/")

    page.get_by_role("button", name="S’identifier avec ProConnect").click()
    page.wait_for_url("**/mon-espace/")
    page.goto(f"{site}/compte/deconnexion/")
    page.get_by_role("main").get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(f"{site}/")

    assert proconnect.ended[already:] == [PERSON["sub"]]
    assert page.goto(f"{site}/mon-espace/").url.startswith(f"{site}/compte/connexion/")
    context.close()


def test_pages_of_proconnect_have_no_fault(page, site, proconnect, member):
    found = {}
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.context.clear_cookies()
        for path in ("connexion/", "inscription/", "proconnect/retour/"):
            page.goto(f"{site}/compte/{path}")
            found[path, width] = faults(page)
        page.goto(f"{site}/compte/connexion/")
        page.get_by_role("button", name="S’identifier avec ProConnect").click()
        page.wait_for_url("**/mon-espace/")
        page.goto(f"{site}/compte/")
        found["linked", width] = faults(page)

    assert {name: problems for name, problems in found.items() if problems} == {}


def faults(page):
    """What axe finds, and whether the page is wider than the window."""
    page.evaluate(AXE)
    overflows = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return page.evaluate(RUN) + (["overflows"] if overflows else [])
