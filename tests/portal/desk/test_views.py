"""The desk through its pages."""

import uuid
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from portal.desk.glancing import glance_at_waiting
from practices.assignments.models import Assignment
from practices.assignments.taking import take
from practices.conversations.writing import write
from practices.models.review import Verdict
from practices.review import decide
from search.duplicates.models import Look
from tests.factories.accounts import UserFactory, confirm_address
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
DESK, TAKE = "/admin/bureau/", "/admin/bureau/prendre/"


def give_url(sheet):
    return reverse("desk_give", args=[sheet.pk])


def leave_url(sheet):
    return reverse("desk_leave", args=[sheet.pk])


def holder(sheet):
    return Assignment.objects.get(practice=sheet).taken_by


def told(response):
    return [unescape(str(message)) for message in get_messages(response.wsgi_request)]


def titles(response):
    return [line.title for line in response.context["lines"]]


def test_desk_is_the_first_page_of_the_admin_for_moderators_of_an_association(desk, client):
    assert desk.get("/admin/").url == DESK

    client.force_login(UserFactory(superuser=True))
    assert client.get("/admin/").status_code == 200


def test_desk_is_where_a_moderator_arrives_at_login(client, moderator):
    confirm_address(moderator)
    posted = {"login": moderator.email, "password": "un mot de passe long"}

    assert client.post(reverse("account_login"), posted).url == DESK


def test_town_arrives_at_its_own_space(client):
    user = UserFactory()
    confirm_address(user)
    posted = {"login": user.email, "password": "un mot de passe long"}

    assert client.post(reverse("account_login"), posted).url == reverse("practices:my_practices")


def test_desk_lists_what_waits_the_oldest_first(desk, send):
    send(title="Première")
    send(title="Seconde")
    PracticeFactory(title="Un brouillon")

    response = desk.get(DESK)

    assert titles(response) == ["Première", "Seconde"]
    assert [tab.count for tab in response.context["tabs"]] == [2, 0, 0, 2, 0, 0, 0, 0]


def test_queue_of_the_address_is_shown(desk, send, moderator):
    take(send(title="À moi"), user=moderator)
    send(title="Libre")

    assert titles(desk.get(f"{DESK}?queue=a-moi")) == ["À moi"]
    assert titles(desk.get(f"{DESK}?queue=a-personne")) == ["Libre"]


def test_counts_of_the_queues_follow_the_filters(desk, send):
    send(lead=TerritoryFactory(department_code="58"))
    send()

    response = desk.get(f"{DESK}?region=53&queue=a-moi")

    assert [tab.count for tab in response.context["tabs"]] == [1, 0, 0, 1, 0, 0, 0, 0]
    assert response.context["tabs"][3].url == "?queue=a-personne&region=53"


def test_bad_values_of_the_address_are_said(desk, send):
    send(title="Une")

    response = desk.get(f"{DESK}?region=zz&p=plusieurs&utm_source=x")

    assert response.status_code == 200
    assert "«\u00a0zz\u00a0» est laissé de côté" in unescape(response.text)
    assert titles(response) == ["Une"]


def test_line_says_what_a_moderator_chooses_by(desk, send):
    sheet = send(title="Une")
    double = PracticeFactory(published=True, title="Une autre")
    glance_at_waiting()
    Look.keep(sheet, sheet.latest_revision_id, [(double, 80, "Titre presque identique")])

    html = unescape(desk.get(DESK).text)

    for said in (
        "Complète à",
        "Preuve\u00a0: déclarée",
        "Première fiche de la collectivité",
        "Titre presque identique",
        "Une autre",
        "Avant le",
    ):
        assert said in html


def test_nothing_waits(desk):
    assert "Rien n’attend" in desk.get(DESK).text


def test_take_one_by_its_button(desk, moderator, send):
    sheet, ticked = send(title="Une"), send()

    response = desk.post(TAKE, {"only": sheet.pk, "practices": [ticked.pk], "next": f"{DESK}?region=53"})

    assert (holder(sheet), holder(ticked)) == (moderator, None)
    assert (response.url, told(response)) == (f"{DESK}?region=53", ["1\u00a0fiche est à vous."])


def test_take_those_that_are_ticked(desk, moderator, send, other_side):
    sheets = [send() for _ in range(3)]
    take(sheets[0], user=other_side)

    response = desk.post(TAKE, {"practices": [sheet.pk for sheet in sheets]})

    assert [holder(sheet) for sheet in sheets] == [other_side, moderator, moderator]
    assert told(response)[0] == "2\u00a0fiches sont à vous."
    assert f"{other_side} a pris cette fiche" in told(response)[1]


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({}, "Cochez au moins une fiche."),
        ({"practices": ["999999"]}, "Une des fiches n’existe plus"),
        ({"practices": ["x"]}, "Une des fiches n’existe plus"),
        ({"only": "x"}, "Une des fiches n’existe plus"),
    ],
)
def test_malformed_take_takes_nothing_and_says_why(desk, send, posted, sentence):
    sheet = send()

    response = desk.post(TAKE, posted)

    assert (response.url, holder(sheet)) == (DESK, None)
    assert told(response)[0].startswith(sentence)


def test_next_leads_nowhere_else(desk, send):
    assert desk.post(TAKE, {"only": send().pk, "next": "https://ailleurs.example/"}).url == DESK


def test_sheet_of_ones_town_is_seen_and_not_taken(desk, moderator, send):
    sheet = send(title="La mienne")
    MembershipFactory(user=moderator, territory=sheet.lead, confirmed=True)

    response = desk.get(DESK)
    refused = desk.post(TAKE, {"only": sheet.pk})

    assert [(line.title, line.can_take) for line in response.context["lines"]] == [("La mienne", False)]
    assert "à laisser à un autre" in response.text
    assert (holder(sheet), len(told(refused))) == (None, 1)


def test_leave(desk, moderator, send):
    sheet = send(title="Une")
    take(sheet, user=moderator)

    response = desk.post(leave_url(sheet))

    assert (holder(sheet), told(response)) == (None, ["«\u00a0Une\u00a0» est laissée aux autres."])


def test_leave_what_another_holds_is_refused(desk, send, other_side):
    sheet = send()
    take(sheet, user=other_side)

    response = desk.post(leave_url(sheet))

    assert holder(sheet) == other_side
    assert f"{other_side} a pris cette fiche" in told(response)[0]


def test_give(desk, moderator, send, other_side):
    sheet = send()
    take(sheet, user=moderator)
    page = desk.get(give_url(sheet))

    response = desk.post(give_url(sheet), {"to": other_side.pk, "seen": moderator.pk})

    assert f"{other_side} (Villes Internet)" in page.text
    assert (response.url, holder(sheet)) == (DESK, other_side)


def test_give_what_another_took_meanwhile_is_refused_with_the_form(desk, send, other_side):
    sheet = send()
    take(sheet, user=other_side)

    response = desk.post(give_url(sheet), {"to": ModeratorFactory().pk, "seen": ""})

    assert (response.status_code, holder(sheet)) == (409, other_side)
    assert f"{other_side} a pris cette fiche" in response.text
    assert response.context["form"]["seen"].value() == other_side.pk


@pytest.mark.parametrize("to", ["", "x", "999999"])
def test_give_to_nobody_gives_the_form_back(desk, send, to):
    sheet = send()

    response = desk.post(give_url(sheet), {"to": to, "seen": ""})

    assert (response.status_code, holder(sheet)) == (400, None)


def test_decided_sheet_is_not_given(desk, send, other_side):
    sheet = send()
    decide(sheet, user=other_side, verdict=Verdict.APPROVED)

    response = desk.post(give_url(sheet), {"to": other_side.pk})

    assert response.status_code == 409
    assert "Décision déjà prise" in response.text


def test_message_that_nobody_answered_is_marked(desk, send, moderator):
    asking, answered, own = send(title="Une"), send(title="Deux"), send(title="Trois")
    MembershipFactory(user=moderator, territory=own.lead, confirmed=True)
    for sheet in (asking, answered, own):
        town = sheet.lead.memberships.order_by("pk").first().user
        write(sheet, user=town, text="Quel coût ?", key=uuid.uuid4())
    write(answered, user=moderator, text="En euros.", key=uuid.uuid4())

    response = desk.get(DESK)

    assert [line.title for line in response.context["lines"] if line.message] == ["Une"]
    assert unescape(response.text).count("Message sans réponse, du") == 1


@pytest.mark.parametrize("number", [1, 12])
def test_desk_takes_a_constant_number_of_queries(
    desk, send, moderator, number, django_assert_max_num_queries
):
    double = PracticeFactory(published=True)
    for _ in range(number):
        sheet = send()
        Look.keep(sheet, sheet.latest_revision_id, [(double, 80, "Même titre")])
        town = sheet.lead.memberships.get().user
        write(sheet, user=town, text="Quel coût ?", key=uuid.uuid4())
    glance_at_waiting()
    desk.get(DESK)

    with django_assert_max_num_queries(35):
        desk.get(DESK)
