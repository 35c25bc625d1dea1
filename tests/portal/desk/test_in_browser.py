"""The desk in a real browser: without JavaScript, and with the keyboard alone."""

import pytest
from django.core.management import call_command

from practices.assignments.models import Assignment

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_server, settings):
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    call_command("starter_site", verbosity=0)
    return live_server.url


def log_in(context, site, client, user):
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])


def holders():
    return [place.taken_by for place in Assignment.objects.order_by("pk")]


def test_ticked_sheets_are_taken_without_javascript(browser, site, client, moderator, send):
    for _ in range(3):
        send()
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    log_in(context, site, client, moderator)
    page = context.new_page()

    page.goto(f"{site}/admin/bureau/")
    for box in page.locator("input[name=practices]").all()[:2]:
        box.check()
    page.get_by_role("button", name="Prendre les fiches cochées").click()

    assert "2\u00a0fiches sont à vous." in page.locator("body").inner_text()
    assert holders() == [moderator, moderator, None]
    context.close()


def test_all_are_ticked_and_taken_with_the_keyboard(page, site, client, moderator, send):
    for _ in range(2):
        send()
    log_in(page.context, site, client, moderator)
    page.goto(f"{site}/admin/bureau/")

    page.get_by_label("Tout cocher").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/bureau/")
    page.get_by_text("2\u00a0fiches sont à vous.").wait_for()

    assert holders() == [moderator, moderator]
