import pytest

from practices.territories.models import Membership, Territory
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
PEOPLE = "/mon-espace/collectivites/58149/personnes/"
SENDING = "/mon-espace/collectivites/58149/envoi/"


@pytest.fixture
def referent(client, territory):
    membership = MembershipFactory(territory=territory, referent=True)
    client.force_login(membership.user)
    return membership


def post(client, membership, decision):
    return client.post(PEOPLE, {"membership": membership.pk, "decision": decision})


def test_people_is_not_found_elsewhere(client, stranger, territory, moderator):
    for user in (stranger, moderator, MembershipFactory(confirmed=True).user):
        client.force_login(user)
        assert [client.get(PEOPLE).status_code, client.post(SENDING).status_code] == [404, 404]
    MembershipFactory(user=stranger, territory=territory)
    client.force_login(stranger)
    assert client.get(PEOPLE).status_code == 404


def test_contributor_reads_the_list_and_no_request(client, member, territory):
    waiting = MembershipFactory(territory=territory)
    client.force_login(member)

    html = client.get(PEOPLE).content.decode()

    assert member.email in html
    assert waiting.user.email not in html
    assert "Nommer référent" not in html


@pytest.mark.parametrize("decision", ["accept", "refuse", "name", "end"])
def test_contributor_decides_nothing(client, member, territory, decision):
    waiting = MembershipFactory(territory=territory)
    client.force_login(member)

    assert post(client, waiting, decision).status_code == 404
    assert client.post(SENDING, {"referents_submit": "on"}).status_code == 404
    assert Membership.objects.get(pk=waiting.pk).is_pending
    assert not Territory.objects.get(pk=territory.pk).referents_submit


@pytest.mark.parametrize(
    ("decision", "state", "expected"),
    [
        ("accept", "pending", ("confirmed", "contributor")),
        ("refuse", "pending", ("refused", "contributor")),
        ("end", "confirmed", ("ended", "contributor")),
        ("name", "confirmed", ("confirmed", "referent")),
    ],
)
def test_referent_decides(client, referent, territory, decision, state, expected):
    membership = MembershipFactory(territory=territory, status=state)

    response = post(client, membership, decision)

    membership.refresh_from_db()
    assert response.url == PEOPLE
    assert (membership.status, membership.role) == expected


def test_referent_decides_nothing_of_another_collectivity(client, referent):
    elsewhere = MembershipFactory()

    assert post(client, elsewhere, "accept").status_code == 404
    assert Membership.objects.get(pk=elsewhere.pk).is_pending


def test_person_leaves_and_the_sheets_stay(client, member, territory, place):
    practice = PracticeFactory(lead=territory, owner=member)
    client.force_login(member)

    response = post(client, Membership.objects.get(user=member), "end")

    practice.refresh_from_db()
    assert response.url == "/mon-espace/"
    assert client.get(PEOPLE).status_code == 404
    assert practice.lead == territory


def test_collectivity_keeps_the_sending_for_its_referents(client, referent, member, territory, place):
    practice = PracticeFactory(lead=territory)
    client.post(SENDING, {"referents_submit": "on"})
    client.force_login(member)

    said = client.post(f"/mon-espace/fiches/{practice.pk}/envoyer/", follow=True).content.decode()

    practice.refresh_from_db()
    assert "ce sont les référents qui envoient" in said
    assert not practice.workflow_in_progress
    client.force_login(referent.user)
    client.post(f"/mon-espace/fiches/{practice.pk}/envoyer/")
    practice.refresh_from_db()
    assert practice.workflow_in_progress


def test_person_of_two_collectivities_switches(town, member, territory):
    other = MembershipFactory(user=member, territory=TerritoryFactory(), confirmed=True).territory
    PracticeFactory(title="De la ville", lead=territory)
    PracticeFactory(title="Du groupe", lead=other)

    shown = [
        {row.title for row in town.get("/mon-espace/", query).context["desk"].rows}
        for query in ({}, {"collectivite": other.code}, {"collectivite": "zzz"})
    ]

    assert shown == [{"De la ville", "Du groupe"}, {"Du groupe"}, {"De la ville", "Du groupe"}]
