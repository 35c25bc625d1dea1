import datetime

import pytest
from django.utils import timezone

from practices.drafts import save_draft
from practices.files.attaching import attach
from practices.history import differences, pieces, versions_of
from practices.models.review import Verdict
from practices.review import decide, submit
from practices.status import status_of, working_days_after
from tests.factories.practices import PracticeFactory
from tests.factories.territories import MembershipFactory
from tests.practices.files import made

pytestmark = pytest.mark.django_db


def sent_and_published(territory, member, moderator):
    practice = PracticeFactory(lead=territory)
    save_draft(practice, user=member, data={"summary": "Deux communes emploient un informaticien."})
    submit(practice, user=member)
    decide(practice, user=moderator, verdict=Verdict.APPROVED)
    practice.refresh_from_db()
    return practice


def test_versions_say_who_and_what_became_of_them(territory, member, moderator):
    practice = sent_and_published(territory, member, moderator)
    practice.save_revision(user=moderator)

    told = [(one.who, [what for _, what in one.happened], one.is_live) for one in versions_of(practice)]

    assert told == [
        ("Les associations", [], False),
        (str(member), ["envoyée en relecture", "publiée"], True),
        ("Les associations", [], False),
    ]


def test_differences_are_those_of_the_fields_that_changed(territory, member, moderator):
    practice = sent_and_published(territory, member, moderator)
    new, old = versions_of(practice)

    assert [(one.label, one.pieces) for one in differences(practice, old.key, new.key)] == [
        (
            "En une phrase",
            [
                ("removed", "Trois"),
                ("added", "Deux"),
                ("same", " communes emploient "),
                ("removed", "ensemble "),
                ("same", "un informaticien."),
            ],
        )
    ]


def test_differences_name_the_files(territory, member, moderator):
    practice = sent_and_published(territory, member, moderator)
    attach(practice, user=member, uploads=[made.upload("convention.pdf", made.PDF)])
    new, old, _ = versions_of(practice)

    assert [(one.label, one.pieces) for one in differences(practice, old.key, new.key)] == [
        (
            "Autres fichiers",
            [("added", "convention.pdf · Nature\u00a0: Convention · Vérification à venir")],
        )
    ]


def test_pieces_of_nothing_are_what_was_added():
    assert pieces("", "Deux mots") == [("added", "Deux mots")]


def test_history_shows_what_was_added_and_removed(town, territory, member, moderator):
    practice = sent_and_published(territory, member, moderator)

    html = town.get(f"/mon-espace/fiches/{practice.pk}/historique/").content.decode()

    assert "Deux<span" in html
    assert "<del>" in html


def test_history_is_read_by_those_that_confirmed_without_the_contact(client, territory, member, moderator):
    bearer = MembershipFactory(confirmed=True)
    practice = PracticeFactory(lead=territory, confirmed_bearers=[bearer.territory])
    save_draft(practice, user=member, data={"contact_email": "nouveau@luzy.example", "lessons": "Un mot."})
    new, old = versions_of(practice)
    read = {}

    for user in (bearer.user, member, moderator):
        client.force_login(user)
        address = f"/mon-espace/fiches/{practice.pk}/historique/?before={old.key}&after={new.key}"
        response = client.get(address)
        labels = [one.label for one in response.context["differences"]]
        read[user] = labels, "Supprimer la fiche" in response.content.decode()

    lessons, contact = "Ce que vous ne referiez pas", "Son adresse électronique"
    assert read == {
        bearer.user: ([lessons], False),
        member: ([lessons, contact], True),
        moderator: ([lessons, contact], False),
    }


def test_history_is_hidden_from_others_and_refuses_other_versions(town, territory):
    practice, other = PracticeFactory(lead=territory), PracticeFactory()
    practice.save_revision()
    address = f"/mon-espace/fiches/{practice.pk}/historique/"

    odd = town.get(f"{address}?before={other.latest_revision_id}&after={practice.latest_revision_id}")

    assert odd.status_code == 200
    assert "differences" not in odd.context
    assert town.get(f"/mon-espace/fiches/{other.pk}/historique/").status_code == 404


@pytest.mark.parametrize(("day", "expected"), [((2026, 3, 2), (2026, 3, 16)), ((2026, 3, 7), (2026, 3, 20))])
def test_ten_working_days_leave_out_the_weekends(day, expected):
    assert working_days_after(datetime.date(*day), 10) == datetime.date(*expected)


def test_sheet_in_review_is_answered_by_a_day(town, territory, member):
    practice = PracticeFactory(lead=territory)
    assert status_of(practice).due_on is None
    submit(practice, user=member)
    practice.refresh_from_db()

    due = status_of(practice).due_on

    assert due == working_days_after(timezone.localdate(), 10)
    assert "Réponse avant le" in town.get("/mon-espace/").content.decode()
