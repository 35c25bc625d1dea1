"""The list follows the ticks in a real browser, and works without any script."""

import re

import pytest
from django.core.management import call_command

from practices.models import PracticePage, Theme
from tests.factories.territories import TerritoryFactory


@pytest.fixture
def sheets(live_server, add_sheet):
    for theme in ("cybersecurite", "cybersecurite", "teletravail"):
        add_sheet(
            title=f"Partager un outil pour le thème {theme}",
            lead=TerritoryFactory(),
            themes=[Theme.objects.get(path=theme)],
        )
    call_command("rebuild_index")
    return f"{live_server.url}/fiches/?q=outil"


@pytest.mark.parametrize("width", [1280, 360])
def test_ticking_a_box_keeps_focus_and_says_the_count(page, sheets, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(sheets)
    if width == 360:
        page.get_by_text("Filtrer", exact=True).first.click()

    page.get_by_role("checkbox", name=re.compile("Cybersécurité")).focus()
    page.keyboard.press("Space")
    page.wait_for_url("**theme=cybersecurite**")

    page.get_by_role("heading", name="2\u00a0fiches").wait_for()
    page.wait_for_function("() => document.activeElement.id === 'f-theme-cybersecurite'")
    assert page.locator("#annonce").inner_text() == "2\u00a0fiches."
    assert page.title() == "outil\u00a0: 2\u00a0fiches, 1\u00a0filtre\u00a0– Pratiques communes"


def test_a_box_that_leaves_with_its_filters_leaves_the_focus_to_the_results(page, sheets):
    page.goto(sheets.replace("outil", "hippopotame") + "&theme=cybersecurite")

    page.get_by_role("checkbox", name=re.compile("Cybersécurité")).focus()
    page.keyboard.press("Space")
    page.wait_for_url("**q=hippopotame")

    page.wait_for_function("() => document.activeElement.id === 'recherche'")
    assert page.locator("#filtres").count() == 0


def test_styles_that_others_left_break_no_rule_of_the_page(page, sheets):
    """Password managers and the like write on fields: htmx would copy it, which style-src forbids."""
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(sheets)
    page.evaluate("for (const box of document.querySelectorAll('#filtres input')) box.style.color = 'red'")

    page.get_by_role("checkbox", name=re.compile("Cybersécurité")).check()
    page.get_by_role("heading", name="2\u00a0fiches").wait_for()
    page.wait_for_load_state("networkidle")

    assert said == []


def test_new_words_keep_the_ticked_filters(page, sheets):
    page.goto(sheets)
    page.get_by_role("checkbox", name=re.compile("Cybersécurité")).check()
    page.wait_for_url("**theme=cybersecurite**")
    page.get_by_role("heading", name="2\u00a0fiches").wait_for()

    page.get_by_label("Que voulez-vous faire").fill("thème")
    page.get_by_role("button", name="Chercher").click()
    page.wait_for_url("**q=th**")

    assert "theme=cybersecurite" in page.url


def test_filters_apply_without_script(browser, sheets):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(sheets)

    page.get_by_role("checkbox", name=re.compile("Cybersécurité")).check()
    page.get_by_role("button", name="Appliquer les filtres").click()

    assert page.url.endswith("/fiches/?q=outil&theme=cybersecurite")
    assert page.get_by_role("heading", name="2\u00a0fiches").is_visible()
    context.close()


@pytest.mark.parametrize("words", ["a" * 600, "outil " + "a" * 280])
def test_a_word_as_long_as_one_likes_stays_within_the_page(page, sheets, words):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{sheets.partition('?')[0]}?q={words}")

    assert page.evaluate("document.documentElement.scrollWidth") == 360
    heading = page.locator("#t-vide, #t-resultats").bounding_box()
    assert heading["x"] + heading["width"] <= 360


def test_printed_list_keeps_no_way_to_another_list(page, sheets):
    page.goto(sheets)
    near = page.get_by_role("link", name="Autour de ma collectivité")
    assert near.is_visible()

    page.emulate_media(media="print")

    assert near.is_hidden()
    assert page.get_by_role("link", name="D’abord les collectivités").is_hidden()
    assert page.get_by_role("heading", name="3\u00a0fiches").is_visible()


def test_a_tag_stands_on_the_line_of_its_facts(page, sheets):
    PracticePage.objects.update(is_example=True)
    page.goto(sheets)
    facts = page.locator(".practice-card__facts").first

    boxes = [item.bounding_box() for item in facts.locator("li > *").all()]
    middles = [box["y"] + box["height"] / 2 for box in boxes]

    assert max(middles) - min(middles) < 1


@pytest.mark.parametrize("width", [1280, 360])
def test_my_collectivity_is_found_while_typing(page, sheets, width):
    town = TerritoryFactory(name="Kersaintbrieg")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{sheets.partition('?')[0]}ma-collectivite/?q=outil")

    page.get_by_label("Son nom ou son code").press_sequentially("kersaint")
    page.get_by_role("option", name="Kersaintbrieg").click()
    page.get_by_role("button", name="Kersaintbrieg").click()

    page.wait_for_url(f"**/fiches/?q=outil&like={town.code}")
