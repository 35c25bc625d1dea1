"""The system's Chromium, driven by Playwright: no browser is downloaded, no other machine is reached."""

import shutil

import pytest
from django.db import connections
from playwright.sync_api import sync_playwright

from tests.services import absent

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_OPTIONS = [
    "--no-sandbox",  # Chromium refuses its sandbox to root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
PAGE_SECONDS = 30  # a busy machine is slow; a page that never comes is all that waits so long
SERIALIZED = "_test_serialized_contents"  # where Django keeps the rows that the migrations made


def chromium_path():
    """The path of an installed Chromium, or None."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the session; skips, or fails under REQUIRE_SERVICES=1, where there is none."""
    path = chromium_path()
    if path is None:
        absent("Chromium absent: install chromium")
    serialized = {one.alias: getattr(one, SERIALIZED, None) for one in connections.all()}
    with sync_playwright() as playwright:
        # From here a loop runs in this thread, for which Django keeps other connection objects: they too must
        # know what the tables held at first, or a test that empties them leaves nothing to the next.
        for connection in connections.all():
            if serialized[connection.alias]:
                setattr(connection, SERIALIZED, serialized[connection.alias])
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    """A new page in French. An error of its scripts, or a breach of the policy, fails the test."""
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PAGE_SECONDS * 1000)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.extend(policy_breaches(message)))
    yield page
    context.close()
    assert errors == []


def policy_breaches(message):
    return [message.text] if message.type == "error" and "Content Security Policy" in message.text else []
