"""What waits besides the sheets in review: counted in one query, each with the page that handles it."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from portal.desk import to_do
from portal.pages import starter_site
from practices.deletion.models import DeletionRequest
from search.misses.models import SearchMiss, SearchWish
from search.models import PARKED_FROM, IndexEntry
from tests.factories.accounts import UserFactory
from tests.factories.practices import PracticeFactory
from tests.factories.reports import ReportFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory
from tests.factories.vitality import QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything():
    """One thing in each queue, and one beside each that does not wait."""
    MembershipFactory()
    confirmed = MembershipFactory(confirmed=True)
    sheet = PracticeFactory(
        title="Un guichet partagé",
        published=True,
        co_bearers=[TerritoryFactory(name="Autun")],
        confirmed_bearers=[TerritoryFactory()],
    )
    ReportFactory(practice=sheet, text="Le coût est faux.")
    ReportFactory(practice=sheet, outcome="fait")
    QuestionFactory(answered=True, why="À deux communes.", practice=sheet)
    QuestionFactory(practice=sheet)
    DeletionRequest.objects.create(practice=sheet, asked_by=confirmed.user, reason="Périmée")
    for words, count, is_treated in (("velo", 9, False), ("rare", 1, False), ("fait", 9, True)):
        SearchMiss.objects.create(
            words=words, count=count, is_treated=is_treated, last_month=date(2026, 11, 1)
        )
    SearchWish.objects.create(text="Une piscine")
    SearchWish.objects.create(text="Un stade", is_treated=True)
    IndexEntry.objects.all().delete()
    for tries in (PARKED_FROM, PARKED_FROM + 1, 0):
        IndexEntry.objects.create(key=sheet.pk, tries=tries, error="refused")


@pytest.fixture
def moderator(db):
    """With all that the starter site allows."""
    starter_site.build()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=starter_site.MODERATORS[0]))
    return user


def counts(user):
    return [line.count for line in to_do.lines_for(user)]


def test_each_queue_counts_what_waits(moderator, everything):
    assert counts(moderator) == [1] * len(to_do.QUEUES)


def test_nothing_waits_on_an_empty_site(moderator):
    assert counts(moderator) == [0] * len(to_do.QUEUES)


def test_counts_take_one_query(moderator, everything, django_assert_num_queries):
    moderator.has_perm("territories.change_membership")  # read once for a request

    with django_assert_num_queries(1):
        to_do.lines_for(moderator)


def test_queue_that_one_may_not_handle_is_left_out(everything):
    labels = [line.label for line in to_do.lines_for(UserFactory())]

    assert labels == [queue.label for queue in to_do.QUEUES if not queue.permission]


def test_each_queue_leads_to_a_page_with_what_waits(client, moderator, everything):
    client.force_login(moderator)
    page = client.get("/admin/bureau/a-traiter/").text
    said = dict(
        zip(
            [queue.name for queue in to_do.QUEUES],
            [
                'name="next"',
                "Autun",
                "Le coût est faux.",
                "À deux communes.",
                "Un guichet partagé",
                "velo",
                "Une piscine",
                "Réessayer",
            ],
            strict=True,
        )
    )

    for queue in to_do.QUEUES:
        address = queue.address()
        assert f'href="{address.replace("&", "&amp;")}"' in page
        found = client.get(address)
        assert (queue.name, found.status_code, said[queue.name] in found.text) == (queue.name, 200, True)
        assert "fait</a>" not in found.text


def test_desk_leads_to_the_queues_where_something_waits(client, moderator):
    ReportFactory()
    client.force_login(moderator)

    page = client.get("/admin/bureau/")

    assert f'href="{reverse("practices_reports")}"' in page.text
    assert 'href="/admin/bureau/a-traiter/"' in page.text
    assert "Demandes de visiteurs <span" not in page.text


@pytest.mark.parametrize(
    ("name", "model"), [("search_miss_treat", SearchMiss), ("search_wish_treat", SearchWish)]
)
def test_what_visitors_looked_for_is_treated_in_one_step(client, moderator, everything, name, model):
    waiting = model.objects.to_treat().get()
    listing = f"{reverse(model.snippet_viewset.get_url_name('list'))}?is_treated=false"
    client.force_login(moderator)
    assert reverse(name, args=[waiting.pk]) in client.get(listing).text

    response = client.post(reverse(name, args=[waiting.pk]), {"next": listing})

    assert response.url == listing
    assert not model.objects.to_treat().exists()
