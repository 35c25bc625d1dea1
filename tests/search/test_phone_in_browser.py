"""On a phone the results come first: what refines the search is a press away, with or without scripts."""

import pytest
from django.core.management import call_command

from tests.factories.practices import PracticeFactory, ThemeFactory
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.browser
REFINE, OFFER, AROUND = "Préciser la recherche", "Région\u00a0: Bretagne", "Autour de moi"
SMALLEST_TARGET = 24  # pixels: WCAG 2.2, 2.5.8


@pytest.fixture
def results(live_server):
    theme = ThemeFactory(name="Cybersécurité", slug="cybersecurite")
    lead = TerritoryFactory(name="Brest", code="29019", population=12_000, placed=True)
    PracticeFactory(published=True, title="Sauvegarder en Bretagne", themes=[theme], lead=lead)
    call_command("rebuild_index", verbosity=0)
    return f"{live_server.url}/fiches/?q=cybersécurité+petite+ville+Bretagne"


def test_phone_shows_the_first_result_and_refines_on_demand(page, results):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(results)

    offer, around = page.get_by_text(OFFER), page.get_by_role("button", name=AROUND)
    assert page.locator(".results").bounding_box()["y"] < page.viewport_size["height"]
    assert not offer.is_visible() and not around.is_visible()

    page.get_by_text(REFINE).click()

    assert offer.is_visible()
    assert around.bounding_box()["height"] >= SMALLEST_TARGET
    offer.click()
    page.wait_for_url("**region=53**")


def test_wide_page_has_nothing_folded(page, results):
    page.goto(results)

    assert page.get_by_text(OFFER).is_visible()
    assert page.get_by_role("button", name=AROUND).is_visible()
    assert not page.get_by_text(REFINE).is_visible()


def test_phone_refines_without_a_script(browser, results):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(results)

    page.get_by_text(REFINE).click()

    assert page.get_by_text(OFFER).is_visible()
    assert page.get_by_text("D’abord les collectivités comme la mienne").is_visible()
    context.close()
