"""The page of the audit and its file."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from practices.assignments.taking import hand_over
from practices.audit.models import Entry
from practices.audit.recording import record
from practices.deletion.asking import delete_draft
from practices.models.review import Verdict
from practices.opinions.asking import ask
from practices.opinions.models import Advice
from practices.review import decide, submit
from tests.factories.accounts import UserFactory
from tests.factories.practices import ModeratorFactory, PracticeFactory, association
from tests.factories.territories import MembershipFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
PAGE = "/admin/bureau/journal/"


@pytest.fixture
def member():
    return MembershipFactory(territory=TerritoryFactory(name="Luzy"), confirmed=True).user


@pytest.fixture
def sheet(member):
    practice = PracticeFactory(lead=member.memberships.get().territory, title="=SOMME(A1)")
    submit(practice, user=member)
    return practice


@pytest.fixture
def decided(sheet):
    moderator = ModeratorFactory()
    decide(sheet, user=moderator, verdict=Verdict.REFUSED, reason="Hors sujet.")
    return moderator


@pytest.fixture
def administrator(client):
    user = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(user)
    return user


def acts(response):
    return [line.act for line in response.context["lines"]]


def rows(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_moderator_reads_what_was_done_to_a_sheet(client, sheet, decided):
    other = PracticeFactory(published=True)
    record("archiving.archive", other, user=decided)
    client.force_login(decided)

    response = client.get(reverse("desk_audit"), {"sheet": sheet.pk})

    assert acts(response) == ["Décision\u00a0: refuser", "Envoi en relecture", "Créer"]
    assert f"version {sheet.latest_revision_id}" in response.content.decode()
    assert "Hors sujet" not in response.content.decode()


def test_moderator_reads_nothing_but_sheets(client, member, decided):
    membership = member.memberships.get()
    record("memberships.confirmed", membership, user=decided, person=member)
    client.force_login(decided)

    assert "Rattachement confirmé" not in acts(client.get(PAGE))


def test_administrator_reads_what_was_done_about_a_person(client, member, decided, administrator):
    record("memberships.confirmed", member.memberships.get(), user=decided, person=member)

    assert acts(client.get(PAGE, {"person": member.email})) == ["Rattachement confirmé", "Envoi en relecture"]
    assert acts(client.get(PAGE, {"person": member.pk})) == ["Rattachement confirmé", "Envoi en relecture"]


def test_acts_are_narrowed_by_name_title_and_day(client, sheet, decided, administrator):
    asked = {"action": "review.refusee", "sheet": "somme", "since": "2020-01-01", "until": "2100-01-01"}

    assert acts(client.get(PAGE, asked)) == ["Décision\u00a0: refuser"]
    assert acts(client.get(PAGE, asked | {"until": "2020-01-02"})) == []


def test_day_that_is_none_is_told(client, sheet, administrator):
    response = client.get(PAGE, {"since": "32/13/2026"})

    assert response.status_code == 200
    assert response.context["filters"].errors.keys() == {"since"}
    assert client.get(f"{PAGE}csv/", {"since": "32/13/2026"}).status_code == 400


def test_number_beyond_all_keys_finds_nothing(client, sheet, administrator):
    assert acts(client.get(PAGE, {"sheet": "9" * 40, "person": "9" * 40})) == []


def test_file_holds_the_same_lines_without_formula(client, sheet, decided, member, administrator):
    response = client.get(f"{PAGE}csv/", {"sheet": sheet.pk})

    assert [(row["acte"], row["qui"], row["fiche"], row["version"]) for row in rows(response)[:2]] == [
        ("Décision\u00a0: refuser", str(decided), "'=SOMME(A1)", str(sheet.latest_revision_id)),
        ("Envoi en relecture", str(member), "'=SOMME(A1)", str(sheet.latest_revision_id)),
    ]


def test_what_is_gone_keeps_its_number(client, member, administrator):
    practice = PracticeFactory(lead=member.memberships.get().territory)
    key = practice.pk
    delete_draft(practice, user=member)

    line = client.get(PAGE, {"sheet": key}).context["lines"][0]

    assert (line.sheet.key, line.sheet.name, line.sheet.is_gone) == (key, "Fiche supprimée", True)


def test_association_that_was_asked_and_who_was_given_a_sheet_have_their_names(client, sheet, administrator):
    giver, other = ModeratorFactory(), ModeratorFactory(association="Villes Internet")
    asked = association("Villes Internet")
    ask(sheet, user=giver, association=asked, advice=Advice.PUBLISH, text="Très claire.")
    hand_over(sheet, user=giver, to=other)

    response = client.get(PAGE, {"sheet": sheet.pk})

    given, opinion = response.context["lines"][:2]
    assert (given.act, given.person.name) == ("Confier la fiche", str(other))
    assert (opinion.act, opinion.other) == ("Demander un avis", "Villes Internet")
    assert "Très claire" not in response.text
    assert acts(client.get(PAGE, {"person": other.pk})) == ["Confier la fiche"]


def test_page_costs_the_same_for_one_line_or_fifty(client, administrator, django_assert_num_queries):
    practices = [PracticeFactory() for _ in range(3)]
    record("review.submit", practices[0], user=administrator)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for practice in practices * 20:
        record("review.submit", practice, user=UserFactory())

    with django_assert_num_queries(len(few)):
        client.get(PAGE)


def test_file_is_read_by_chunks(client, administrator, django_assert_max_num_queries):
    practice = PracticeFactory()
    Entry.objects.bulk_create(
        Entry(action="wagtail.edit", practice_id=practice.pk, model="practices.practicepage", object_key="1")
        for _ in range(1200)
    )

    with django_assert_max_num_queries(40):
        found = rows(client.get(f"{PAGE}csv/", {"sheet": practice.pk, "action": "wagtail.edit"}))

    assert len(found) == 1200
