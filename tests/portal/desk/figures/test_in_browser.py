"""The drawings in a real browser: no fault that axe can see, and bars seen in every colour scheme."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from practices.models.review import Verdict
from tests.factories.practices import PracticeFactory
from tests.portal.test_axe_in_browser import AXE, RUN_IN_ADMIN

pytestmark = pytest.mark.browser
COLOURS = """() => {
  const bar = getComputedStyle(document.querySelector(".chart__bar")).fill;
  return [bar, getComputedStyle(document.documentElement).backgroundColor];
}"""
SCHEMES = ({}, {"color_scheme": "dark"}, {"forced_colors": "active"})


@pytest.fixture
def figures(page, live_server, settings, client, moderator, reviewed):
    """The page of figures, open, with something to draw."""
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    call_command("starter_site", verbosity=0)
    today = f"{timezone.localdate()}"
    reviewed(today, (today, Verdict.CHANGES))
    PracticeFactory(published=True)
    client.force_login(moderator)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(live_server.url + reverse("figures"))
    return page


@pytest.mark.parametrize("scheme", SCHEMES)
def test_figures_have_no_fault(figures, scheme):
    figures.emulate_media(**scheme)
    figures.reload()  # without the slide from one colour to the other
    figures.evaluate(AXE)

    for width in (1280, 360):
        figures.set_viewport_size({"width": width, "height": 900})
        assert figures.evaluate(RUN_IN_ADMIN) == []
        assert figures.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("scheme", SCHEMES)
def test_bars_stand_out_in_every_scheme(figures, scheme):
    figures.emulate_media(**scheme)

    bar, ground = figures.evaluate(COLOURS)

    assert bar != ground
