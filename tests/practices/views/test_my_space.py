import datetime
from datetime import timedelta

import pytest
from django.utils import timezone

from practices.models import PracticePage
from practices.models.review import Verdict
from practices.review import decide, submit
from practices.territories.choices import MembershipRole
from practices.territories.models import Membership
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory

pytestmark = pytest.mark.django_db
SPACE = "/mon-espace/"


def statuses(response):
    return {row.title: row.standing.status.label for row in response.context["desk"].rows}


def test_my_space_asks_for_an_account(client):
    assert client.get(SPACE).url == f"/compte/connexion/?next={SPACE}"


def test_my_space_shows_the_sheets_of_ones_collectivities_alone(town, territory):
    PracticeFactory(title="À nous", lead=territory)
    PracticeFactory(title="À d’autres", co_bearers=[territory])

    assert statuses(town.get(SPACE)) == {"À nous": "Brouillon"}


def test_my_space_says_where_each_sheet_stands_and_what_is_asked(town, member, moderator, territory):
    asked = PracticeFactory(title="À corriger", lead=territory)
    submit(asked, user=member)
    decide(asked, user=moderator, verdict=Verdict.CHANGES, reason="Précisez le coût.")
    submit(PracticeFactory(title="Envoyée", lead=territory), user=member)
    PracticeFactory(title="Publiée", lead=territory, published=True)
    PracticeFactory(title="Incomplète", lead=territory, incomplete=True)
    PracticeFactory(title="Prête", lead=territory)

    response = town.get(SPACE)

    assert statuses(response) == {
        "À corriger": "Modifications demandées",
        "Envoyée": "En relecture",
        "Publiée": "Publiée",
        "Incomplète": "Brouillon",
        "Prête": "Brouillon",
    }
    assert [row.title for row in response.context["desk"].to_do] == ["À corriger", "Prête"]
    html = response.content.decode()
    assert "Les associations vous demandent des modifications" in html
    assert "Précisez le coût." in html
    assert "Relire et envoyer" in html


def test_my_space_leaves_the_sending_to_the_referents_where_the_collectivity_does(town, territory):
    territory.referents_submit = True
    territory.save()
    PracticeFactory(title="Prête", lead=territory)

    html = town.get(SPACE).content.decode()

    assert "Relire et prévenir les référents" in html
    assert "Il ne reste qu’à l’envoyer" not in html


def test_my_space_of_a_person_without_collectivity_leads_to_joining(client, stranger, territory):
    MembershipFactory(user=stranger, territory=territory)
    client.force_login(stranger)

    html = client.get(SPACE).content.decode()

    assert "en attente de réponse" in html
    assert "Nouvelle fiche" not in html
    assert 'href="/mon-espace/rejoindre/"' in html


@pytest.mark.parametrize(
    ("has_referent", "who"), [(True, "de ses référents ou des associations"), (False, "des associations")]
)
def test_my_space_says_that_the_request_waits_since_when_and_for_whom(
    client, stranger, territory, has_referent, who
):
    if has_referent:
        MembershipFactory(territory=territory, referent=True)
    membership = MembershipFactory(user=stranger, territory=territory)
    asked_at = datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC)
    Membership.objects.filter(pk=membership.pk).update(created_at=asked_at)
    client.force_login(stranger)

    html = client.get(SPACE).text

    assert "Rattachez votre compte" not in html
    assert (
        f"Vous avez demandé le 2\u00a0mars 2026 à représenter Luzy (58). La réponse viendra {who}. " in html
    )
    assert f"{SPACE}rejoindre/" in html


def test_my_space_tells_referents_who_asks_to_join(town, member, territory, stranger):
    MembershipFactory(user=stranger, territory=territory)
    elsewhere = MembershipFactory(user=member, confirmed=True).territory
    MembershipFactory(territory=elsewhere)
    as_contributor = town.get(SPACE)
    Membership.objects.filter(user=member, territory=territory).update(role=MembershipRole.REFERENT)

    as_referent = town.get(SPACE)

    assert [one.user for one in as_contributor.context["colleagues"]] == []
    assert [one.user for one in as_referent.context["colleagues"]] == [stranger]
    html = as_referent.content.decode()
    assert f'<a href="/mon-espace/collectivites/58149/personnes/">{stranger}</a>' in html


def test_my_space_says_for_two_weeks_that_a_sheet_is_online(town, territory):
    fresh = PracticeFactory(title="Toute neuve", lead=territory, published=True)
    old = PracticeFactory(title="Ancienne", lead=territory, published=True)
    long_ago = timezone.now() - timedelta(days=15)
    PracticePage.objects.filter(pk=old.pk).update(last_published_at=long_ago)
    PracticePage.objects.filter(pk=fresh.pk).update(last_published_at=timezone.now())
    PracticeFactory(title="Brouillon", lead=territory)

    response = town.get(SPACE)

    html = response.content.decode()
    assert [row.title for row in response.context["desk"].news] == ["Toute neuve"]
    assert "«&nbsp;Toute neuve&nbsp;» est en ligne depuis le" in html
    assert [html.count(f'href="{sheet.url}">Voir en ligne') for sheet in (fresh, old)] == [2, 1]


@pytest.mark.parametrize("number", [1, 12])
def test_my_space_takes_a_constant_number_of_queries(
    town, member, territory, number, django_assert_max_num_queries
):
    for rank in range(number):
        PracticeFactory(lead=territory, published=rank % 3 == 0)
        submit(PracticeFactory(lead=territory), user=member)
    town.get(SPACE)  # what every page of the process reads once

    with django_assert_max_num_queries(19):
        town.get(SPACE)
