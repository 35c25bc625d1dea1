"""Suggestions and map by keyboard alone, in a real browser."""

import pytest

from search.suggestions import suggestions
from tests.factories.practices import PracticeFactory, ThemeFactory
from tests.factories.territories import TerritoryFactory


@pytest.fixture
def sheets(index, live_server):
    """A theme, two sheets and a collectivity whose names begin alike: the suggestions of « caud »."""
    theme = ThemeFactory(name="Caudal numérique", slug="caudal")
    caudan = TerritoryFactory(name="Caudan", department_code="56")
    for title in ("Caudan ouvre ses données", "Caudan partage un informaticien"):
        PracticeFactory(published=True, title=title, lead=caudan, themes=[theme])
    index()
    assert [len(group.suggestions) for group in suggestions("caud")] == [2, 1, 1]
    return live_server.url


@pytest.fixture
def box(page, sheets):
    """The search box, after « caud » was typed in it and the list came."""
    page.goto(f"{sheets}/fiches/")
    box = page.get_by_role("combobox", name="Que voulez-vous faire")
    box.focus()
    page.keyboard.type("caud")
    page.get_by_role("listbox", name="Suggestions").wait_for()
    return box


def chosen(page):
    """The option that a screen reader is told of; it is the one that is shown as chosen."""
    told = page.evaluate("document.activeElement.getAttribute('aria-activedescendant')")
    selected = page.locator("[role=option][aria-selected=true]")
    if told is None:
        assert selected.count() == 0
        return None
    assert selected.get_attribute("id") == told
    return selected.inner_text()


def test_suggestions_come_grouped_and_are_announced(page, box):
    groups = page.get_by_role("listbox").get_by_role("group")

    assert box.get_attribute("aria-expanded") == "true"
    assert (
        page.locator("#suggestions-annonce").inner_text() == "4 suggestions, flèche vers le bas pour choisir."
    )
    names = [
        page.get_by_role("group", name=name, exact=True) for name in ("Fiches", "Thèmes", "Collectivités")
    ]
    assert [name.get_by_role("option").count() for name in names] == [2, 1, 1]
    assert groups.count() == 3


def test_arrows_go_through_all_groups_and_back_to_what_was_typed(page, box):
    seen = []
    for _ in range(5):
        page.keyboard.press("ArrowDown")
        seen.append(chosen(page))
    page.keyboard.press("ArrowUp")

    assert seen[-1] is None
    assert len(set(seen)) == 5
    assert chosen(page) == seen[-2]
    assert (box.input_value(), box.evaluate("box => box === document.activeElement")) == ("caud", True)


def test_enter_on_a_choice_leads_to_it(page, box):
    page.keyboard.press("ArrowUp")  # the last: the collectivity

    page.keyboard.press("Enter")
    page.wait_for_url("**territory=**")

    assert page.get_by_role("heading", name="2\u00a0fiches").is_visible()


def test_enter_without_a_choice_searches_what_was_typed(page, box):
    page.keyboard.type("an")
    page.keyboard.press("Enter")

    page.wait_for_url("**q=caudan**")


def test_escape_closes_the_list_then_empties_the_box(page, box):
    page.keyboard.press("ArrowDown")

    page.keyboard.press("Escape")
    assert (chosen(page), box.input_value()) == (None, "caud")
    assert box.get_attribute("aria-expanded") == "false"
    assert not page.locator("#suggestions").is_visible()
    page.keyboard.press("Escape")
    assert box.input_value() == ""


def test_tab_leaves_the_box_and_closes_the_list(page, box):
    page.keyboard.press("Tab")

    page.locator("#suggestions").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Chercher"


@pytest.mark.parametrize("width", [1280, 360])
def test_map_is_reached_and_narrows_by_keyboard(page, sheets, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{sheets}/fiches/?q=caudan")
    page.get_by_role("link", name="Carte", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**view=carte**")
    region = page.get_by_role("group", name="Carte de France").get_by_role(
        "link", name="Bretagne, 2\u00a0fiches"
    )
    beside = page.get_by_role("list", name="Régions").get_by_role("link", name="Bretagne 2\u00a0fiches")

    reached = tab_to(page, region)
    width_of_edge = "link => getComputedStyle(link.querySelector('.region-map__tile')).strokeWidth"
    assert region.evaluate(width_of_edge) == "5px"  # shown as focused
    assert beside.count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**region=53**")

    assert reached
    assert page.get_by_role("heading", name="2\u00a0fiches").is_visible()
    page.get_by_role("group", name="Carte\u00a0: Bretagne").get_by_role("link", name="Morbihan").wait_for()


def tab_to(page, link):
    """Whether the Tab key comes to the link."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            return True
    return False
