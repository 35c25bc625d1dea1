"""The admin in a real browser: it asks no other machine for anything, and its policy stops nothing of it."""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from portal.pages import starter_site
from portal.pages.models import StandardPage
from practices.mutualisation.models import Bearing
from practices.reports.models import Cause, Report
from practices.review import submit
from tests.factories.accounts import UserFactory
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_server, settings):
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    call_command("starter_site", verbosity=0)
    return live_server.url


@pytest.fixture
def visit(page, site, client):
    """Open addresses of the admin as somebody; returns what was asked of other machines, and errors."""

    def visit(user, addresses):
        client.force_login(user)
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        found = []
        page.on("request", lambda request: found.extend(_outside(request.url, site)))
        page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
        for address in addresses:
            response = page.goto(site + address, wait_until="networkidle")
            assert response.ok, address
        return found

    return visit


def _outside(url, site):
    parts = urlsplit(url)
    is_local = parts.scheme in ("data", "blob") or parts.netloc == urlsplit(site).netloc
    return [] if is_local else [url]


def test_pages_of_moderators_stay_at_home(visit):
    sheet = PracticeFactory(published=True)

    found = visit(
        ModeratorFactory(),
        [
            reverse("wagtailadmin_home"),
            reverse("figures"),
            reverse("wagtailadmin_explore_root"),
            reverse("wagtailadmin_pages:edit", args=[sheet.pk]),
            reverse("wagtailadmin_pages:history", args=[sheet.pk]),
            reverse("wagtailadmin_account"),
        ],
    )

    assert found == []


def test_pages_of_the_desk_stay_at_home(visit):
    membership = MembershipFactory(confirmed=True)
    waiting = submit(PracticeFactory(lead=membership.territory), user=membership.user)
    public = PracticeFactory(published=True)
    Report.objects.create(practice=public, cause=Cause.WRONG, text="Le lien ne marche plus.")

    found = visit(
        ModeratorFactory(),
        [
            reverse("desk"),
            reverse("desk_to_do"),
            reverse("desk_audit"),
            reverse("desk_read", args=[waiting.pk]),
            reverse("practices_answer_town", args=[waiting.pk]),
            reverse("practices_opinion", args=[waiting.pk]),
            *(
                reverse(name, args=[public.pk])
                for name in ("practices_archive", "practices_merge", "practices_quality")
            ),
            reverse("practices_reports"),
        ],
    )

    assert found == []


def test_pages_of_editors_stay_at_home(visit):
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name=starter_site.EDITORS))

    found = visit(
        editor,
        [
            reverse("wagtailadmin_home"),
            reverse("wagtailadmin_pages:edit", args=[StandardPage.objects.first().pk]),
            reverse("wagtailimages:index"),
            reverse("wagtailimages:add_multiple"),
            reverse("wagtaildocs:index"),
        ],
    )

    assert found == []


def test_pages_of_administrators_stay_at_home(visit):
    found = visit(
        UserFactory(superuser=True),
        [
            reverse("wagtailadmin_home"),
            reverse("wagtailusers_users:index"),
            reverse("wagtailadmin_reports:site_history"),
            reverse("wagtailredirects:index"),
            reverse("wagtailsnippets_practices_theme:list"),
            reverse("wagtailadmin_workflows:index"),
        ],
    )

    assert found == []


def test_calendar_of_a_date_opens(visit, page):
    sheet = PracticeFactory()
    visit(ModeratorFactory(), [reverse("wagtailadmin_pages:edit", args=[sheet.pk])])

    page.get_by_role("tab", name="Récit").click()
    page.locator("[name=state_date]").click()

    page.locator(".xdsoft_datetimepicker:visible").first.wait_for()


def test_lists_are_read_to_their_last_column_on_a_telephone(visit, page):
    PracticeFactory(published=True, co_bearers=[TerritoryFactory()])
    page.set_viewport_size({"width": 360, "height": 740})

    visit(UserFactory(superuser=True), [reverse(Bearing.snippet_viewset.get_url_name("list"))])

    edges = page.evaluate("""() => {
        const list = document.querySelector(".listing");
        list.parentElement.scrollLeft = list.scrollWidth;
        return [list.querySelector("th:last-child").getBoundingClientRect().right, innerWidth];
    }""")
    assert edges[0] <= edges[1]


def test_requests_to_join_are_decided_on_a_narrow_screen(visit, page):
    page.set_viewport_size({"width": 360, "height": 740})
    membership = MembershipFactory(
        user__email="gaby.exemple-dubois@communaute-de-communes.example",
        territory__name="CC du Haut Nivernais – Val d’Yonne",
        function="Adjoint au maire, chargé du numérique",
    )

    found = visit(ModeratorFactory(), [reverse(type(membership).snippet_viewset.get_url_name("list"))])

    assert found == []
    for name in ("Confirmer", "Refuser"):
        box = page.get_by_role("button", name=name).last.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    assert "Sera référent" in page.get_by_role("row").last.inner_text()
