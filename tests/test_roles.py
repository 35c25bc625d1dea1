"""Nobody gets further than their role: every address of the site has a row in the table of roles."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.models import Comment

from portal.pages import starter_site
from practices.assignments.taking import take
from practices.conversations.models import Message, Readers
from practices.review import submit
from search.alerts.models import SavedSearch
from search.misses.models import SearchMiss, SearchWish
from tests.factories.accounts import UserFactory
from tests.factories.files import SheetFileFactory
from tests.factories.interviews import begin_interview
from tests.factories.practices import ModeratorFactory, PracticeFactory, ThemeFactory
from tests.factories.reports import ReportFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory
from tests.factories.vitality import QuestionFactory
from tests.role_matrix import DOORS, OF_FRAMEWORKS, OF_MACHINES, OUTSIDERS, ROLES, ROWS, WITHOUT_DOOR

pytestmark = pytest.mark.django_db
PLACES = {
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
    town, partner, asked = (TerritoryFactory() for _ in range(3))
    contributor = MembershipFactory(territory=town, confirmed=True).user
    now = timezone.now()
    draft = PracticeFactory(lead=town, owner=contributor, confirmed_bearers=[partner], co_bearers=[asked])
    picture = SheetFileFactory(practice=draft, name="plan.png", extension="png")
    picture.picture.save("", ContentFile(b"image"))
    in_review = PracticeFactory(lead=town)
    moderator = ModeratorFactory()
    taken = PracticeFactory(lead=town)
    for sheet in (in_review, taken):
        submit(sheet, user=contributor)
    take(taken, user=moderator)
    published = PracticeFactory(lead=town, published=True)
    QuestionFactory(practice=published, asked_at=timezone.now())
    return SimpleNamespace(
        town=town,
        in_review=in_review,
        taken=taken,
        remark=Comment.objects.create(page=draft, user=moderator, text="Combien ?", contentpath="need"),
        miss=SearchMiss.objects.create(words="drones", last_month=timezone.localdate().replace(day=1)),
        wish=SearchWish.objects.create(text="Des drones."),
        theme=ThemeFactory(),
        draft=draft,
        bearing=draft.bearings.get(territory=partner),
        asked=draft.bearings.get(territory=asked),
        interview=begin_interview(town, moderator=moderator),
        published=published,
        answered=QuestionFactory(answered=True, why="À deux."),
        report=ReportFactory(practice=published),
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
            "moderator": moderator,
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
    for word, address in PLACES.items():
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


def contents():
    """Every row of every table but sessions."""
    models = [model for model in apps.get_models() if model is not Session and model._meta.managed]
    return {model: list(model._base_manager.order_by("pk").values()) for model in models}


def post(browser, door, world):
    """As a page that saves by itself, and then as a button."""
    address = door.address(world)
    answers = [browser.post(address, door.data(world), headers={"Accept": "application/json"})]
    answers.append(browser.post(address, door.data(world)))
    return {outcome(answer) for answer in answers}


def test_post_of_an_outsider_changes_nothing(world):
    refusals = {"404", "403", "401", "405", "login", "home"}
    wrong = []

    for role in OUTSIDERS:
        browser = browser_of(world, role)
        before = contents()
        for door in DOORS:
            if role in door.others:
                continue
            answers = post(browser, door, world)
            if answers - refusals:
                wrong.append((door.name, role, answers))
        wrong += [(model, role) for model, rows in contents().items() if rows != before[model]]

    assert wrong == []


def test_post_where_one_may_not_look_changes_nothing(world):
    """Every address of the table, for every role that GET refuses: it is no way round."""
    refusals, wrong = {"404", "403", "401", "405", "login", "home", "verify"}, []

    for role in (*OUTSIDERS, "contributor", "referent"):
        browser = browser_of(world, role)
        before = contents()
        for row in ROWS:
            if row.expected[role] in refusals and row.expected[role] != "405":
                answer = outcome(browser.post(row.address(world)))
                wrong += [(str(row), role, answer)] * (answer not in refusals)
        wrong += [(model, role) for model, rows in contents().items() if rows != before[model]]

    assert wrong == []


def test_what_is_only_posted_to_has_a_door():
    posted = {row.name for row in ROWS if "405" in row.cells}

    assert posted - {door.name for door in DOORS} == WITHOUT_DOOR


NOTE = "Entre nous, cette fiche est faible."


def test_a_private_note_reaches_moderators_alone(world):
    for sheet in (world.draft, world.in_review, world.published):
        Message.objects.create(
            practice=sheet, author=world.users["moderator"], text=NOTE, readers=Readers.MODERATORS
        )
    exports = [f"{reverse('practice_list')}?format={name}" for name in ("csv", "json", "jsonl", "atom")]
    readers = set()

    for role in ROLES:
        browser = browser_of(world, role)
        for address in [*exports, *(row.address(world) for row in ROWS)]:
            response = browser.get(address)
            content = response.getvalue() if response.streaming else response.content
            readers |= {role} if NOTE.encode() in content else set()

    assert readers == {"moderator", "administrator"}


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_post_of_those_who_may_changes_something(world, door):
    """Else the refusal of others would prove nothing."""
    browser = browser_of(world, door.role)
    before = contents()

    post(browser, door, world)

    assert contents() != before


OTHER_HEADERS = [
    {},
    {"If-None-Match": "*"},
    {"Range": "bytes=0-3"},
    {"If-Modified-Since": "Thu, 26 Nov 2026 00:00:00 GMT"},
    {"HX-Request": "true"},
    {"Accept": "application/json"},
    {"X-Forwarded-For": "127.0.0.1"},
    {"X-Original-URL": "/mon-espace/"},
]


@pytest.mark.parametrize("role", ["neighbour", "stranger"])
def test_no_header_opens_what_another_town_hides(world, role):
    browser = browser_of(world, role)
    names = ("edit", "preview", "submit", "conversation", "files", "co_bearers")
    hidden = [reverse(f"practices:{name}", args=[world.draft.pk]) for name in names]
    hidden += [world.draft.url, world.file.url, world.picture.picture_url]

    answers = {
        (address, method, outcome(getattr(browser, method)(address, headers=headers)))
        for address in hidden
        for method in ("get", "head")
        for headers in OTHER_HEADERS
    }

    assert answers == {(address, method, "404") for address in hidden for method in ("get", "head")}


def test_lists_say_nothing_of_what_another_town_hides(world):
    space, sitemap = reverse("practices:my_practices"), "/sitemap.xml"
    neighbour, contributor = browser_of(world, "neighbour"), browser_of(world, "contributor")

    told = [
        world.draft.title in contributor.get(space).text,
        world.draft.title in neighbour.get(space).text,
        world.published.slug in neighbour.get(sitemap).text,
        world.draft.slug in neighbour.get(sitemap).text,
    ]

    assert told == [True, False, True, False]
