"""Nobody gets further than their role: every address of the site has a row in the table of roles."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from portal.pages import starter_site
from search.alerts.models import SavedSearch
from tests.factories.accounts import UserFactory
from tests.factories.files import SheetFileFactory
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory
from tests.role_matrix import OF_FRAMEWORKS, OF_MACHINES, ROLES, ROWS

pytestmark = pytest.mark.django_db
DOORS = {
    "login": "/compte/connexion/",
    "verify": "/compte/verifier/",
    "home": "/admin/",
}


def addresses(patterns, prefix="", namespaces=()):
    """Name (or path, without a name) of every address of the site."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inside = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from addresses(pattern.url_patterns, path, inside)
        else:
            yield ":".join([*namespaces, pattern.name]) if pattern.name else path


@pytest.fixture
def world():
    """Town A with a published sheet, a draft, its files and its people; and everybody else."""
    starter_site.build()
    town, partner = TerritoryFactory(), TerritoryFactory()
    contributor = MembershipFactory(territory=town, confirmed=True).user
    now = timezone.now()
    draft = PracticeFactory(lead=town, owner=contributor, co_bearers=[partner])
    picture = SheetFileFactory(practice=draft, name="plan.png", extension="png")
    picture.picture.save("", ContentFile(b"image"))
    return SimpleNamespace(
        town=town,
        draft=draft,
        published=PracticeFactory(lead=town, published=True),
        file=SheetFileFactory(practice=draft),
        picture=picture,
        pending=MembershipFactory(territory=town),
        alert=SavedSearch.objects.create(
            user=contributor, query="q=drone", label="drone", confirmed_at=now, next_due=now
        ),
        users={
            "visitor": None,
            "stranger": UserFactory(),
            "contributor": contributor,
            "referent": MembershipFactory(territory=town, referent=True).user,
            "co_bearer": MembershipFactory(territory=partner, confirmed=True).user,
            "neighbour": MembershipFactory(referent=True).user,
            "editor": _editor(),
            "moderator": ModeratorFactory(),
            "administrator": UserFactory(superuser=True),
        },
    )


def _editor():
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name=starter_site.EDITORS))
    return editor


def browser_of(world, role):
    client = Client()
    if world.users[role]:
        client.force_login(world.users[role])
    return client


def outcome(response):
    if response.streaming:
        response.getvalue()  # closes the file
    if response.status_code != 302:
        return str(response.status_code)
    for word, address in DOORS.items():
        if response["Location"].partition("?")[0] == address:
            return word
    return "moved"


def test_every_address_has_a_row():
    tabled = {row.name for row in ROWS}

    missing = {
        name
        for name in addresses(get_resolver().url_patterns)
        if name not in tabled and not name.startswith(OF_FRAMEWORKS) and name not in OF_MACHINES
    }

    assert missing == set()


def test_every_row_has_an_address():
    assert {row.name for row in ROWS} - set(addresses(get_resolver().url_patterns)) == set()


def test_get_answers_each_role_as_declared(world):
    """One world for all rows: it takes longer to build than to read."""
    answers = {row: {} for row in ROWS}
    for role in ROLES:
        browser = browser_of(world, role)
        for row in ROWS:
            answers[row][role] = outcome(browser.get(row.address(world)))

    wrong = [
        f"{row}, {role}: {answer}, not {row.expected[role]}"
        for row in ROWS
        for role, answer in answers[row].items()
        if answer != row.expected[role]
    ]
    assert wrong == []
