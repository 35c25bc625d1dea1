"""Reports on the moderators' side: each handled once, the reader told once, what is personal forgotten."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from mailer.engine import send_all

from practices.merging.merging import merge
from practices.reports.handling import AlreadyHandled, handle
from practices.reports.models import Outcome, Report
from tests.factories.accounts import UserFactory
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.reports import ReportFactory
from tests.factories.territories import MembershipFactory
from tests.mailbox import text_of

pytestmark = pytest.mark.django_db
QUEUE = "/admin/signalements/"


def rows():
    return [*Report.objects.order_by("pk").values_list("outcome", "note", "email")]


def door(report):
    return reverse("practices_report_handle", args=[report.pk])


def test_report_is_handled_in_one_step(client, moderator):
    report = ReportFactory()
    client.force_login(moderator)
    assert "Le coût est faux." in client.get(QUEUE).text

    response = client.post(door(report), {"outcome": "fait", "note": "Corrigé."})

    assert response.url == QUEUE
    assert rows() == [(Outcome.DONE, "Corrigé.", "")]
    assert Report.objects.get().handled_by == moderator
    assert "Aucun signalement n’attend." in client.get(QUEUE).text
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome.DONE, "Les associations en ont tenu compte. Merci."),
        (Outcome.ASIDE, "Elles laissent la fiche comme elle est."),
    ],
)
def test_reader_who_left_an_address_is_told_once(smtp_server, moderator, outcome, said):
    practice = PracticeFactory(published=True, title="L’école & « nous »")
    report = ReportFactory(practice=practice, email="lectrice@exemple.fr")

    for _ in range(2):
        handle(report, user=moderator, outcome=outcome, note="Voyez <ici> & là.")
    send_all()

    [sent] = smtp_server.messages
    assert (sent["To"], sent["Subject"].strip()) == (
        "lectrice@exemple.fr",
        "Votre signalement\u00a0: L’école & « nous »",
    )
    assert said in text_of(sent)
    assert "Voyez <ici> & là." in text_of(sent)
    assert practice.full_url in text_of(sent)
    assert rows() == [(outcome, "Voyez <ici> & là.", "")]


def test_reader_is_told_why_nothing_is_done(client, moderator):
    report = ReportFactory(email="lectrice@exemple.fr")
    client.force_login(moderator)

    response = client.post(door(report), {"outcome": "sans-suite", "note": " "})

    assert response.status_code == 400
    assert "Dites au lecteur pourquoi le signalement reste sans suite." in response.text
    assert rows() == [("", "", "lectrice@exemple.fr")]


@pytest.mark.parametrize("outcome", ["", "peut-être"])
def test_no_choice_changes_nothing_and_loses_nothing(client, moderator, outcome):
    report = ReportFactory()
    client.force_login(moderator)

    response = client.post(door(report), {"outcome": outcome, "note": "Un mot"})

    assert response.status_code == 400
    assert "Choisissez «\u00a0Fait\u00a0» ou «\u00a0Sans suite\u00a0»." in response.text
    assert "Un mot</textarea>" in response.text
    assert rows() == [("", "", "")]


def test_second_moderator_is_told_and_keeps_their_words(client, moderator):
    report = ReportFactory(email="lectrice@exemple.fr")
    handle(report, user=ModeratorFactory(first_name="Anne"), outcome=Outcome.DONE)
    client.force_login(moderator)

    response = client.post(door(report), {"outcome": "sans-suite", "note": "Mes mots"})

    assert response.status_code == 409
    assert "a déjà traité ce signalement." in response.text
    assert "Mes mots" in response.text
    assert len(mail.outbox) == 1
    with pytest.raises(AlreadyHandled):
        handle(report, user=moderator, outcome=Outcome.DONE)


def test_nobody_handles_a_report_about_their_own_sheet(client, moderator):
    report = ReportFactory()
    MembershipFactory(user=moderator, territory=report.practice.lead, confirmed=True)

    for user in (moderator, UserFactory()):
        with pytest.raises(PermissionDenied):
            handle(report, user=user, outcome=Outcome.DONE)

    client.force_login(moderator)
    assert "à laisser à un autre" in client.get(QUEUE).text
    assert client.post(door(report), {"outcome": "fait"}).status_code == 409
    assert rows() == [("", "", "")]


def test_personal_data_comes_first_then_the_oldest():
    now = timezone.now()
    new, old = (ReportFactory(sent_at=now - timedelta(days=days)) for days in (1, 9))
    personal = ReportFactory(cause="personnel")
    ReportFactory(outcome=Outcome.DONE)

    assert [*Report.objects.waiting()] == [personal, old, new]


def test_what_is_old_is_forgotten():
    old = timezone.now() - timedelta(days=366)
    ReportFactory(outcome=Outcome.DONE, handled_at=old)
    ReportFactory(email="lectrice@exemple.fr", sent_at=old)
    ReportFactory(email="lecteur@exemple.fr")

    Report.objects.forget()

    assert rows() == [("", "", ""), ("", "", "lecteur@exemple.fr")]


@pytest.mark.parametrize("number", [1, 12])
def test_queue_takes_a_constant_number_of_queries(client, moderator, number, django_assert_max_num_queries):
    for _ in range(number):
        ReportFactory()
    client.force_login(moderator)
    client.get(QUEUE)

    with django_assert_max_num_queries(24):
        client.get(QUEUE)


def test_report_follows_a_sheet_that_goes_into_another(moderator):
    gone, kept = ReportFactory().practice, PracticeFactory(published=True)

    merge(gone, into=kept, user=moderator)

    assert Report.objects.get().practice == kept
