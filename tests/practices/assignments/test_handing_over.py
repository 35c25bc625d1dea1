"""Who is told that a sheet is handed over: the one who receives it."""

import pytest
from django.core import mail
from mailer.engine import send_all

from practices.assignments.taking import hand_over
from practices.mailing.choosing import refuse
from practices.mailing.models import Kind
from practices.review import submit
from tests.factories.practices import ModeratorFactory, PracticeFactory
from tests.factories.territories import MembershipFactory
from tests.mailbox import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(db):
    town = MembershipFactory(confirmed=True)
    practice = submit(PracticeFactory(lead=town.territory, title="L’école & « nous »"), user=town.user)
    return practice


def test_mail_goes_to_who_receives_the_sheet_and_to_nobody_else(smtp_server, sheet):
    giver, receiver = ModeratorFactory(first_name="Ana", last_name="Roy"), ModeratorFactory()
    ModeratorFactory(association="Villes Internet")

    for _ in range(2):
        hand_over(sheet, user=giver, to=receiver)
    send_all()

    [sent] = smtp_server.messages
    assert sent["To"] == receiver.email
    assert sent["Subject"].strip() == "Une fiche vous est confiée\u00a0: L’école & « nous »"
    assert "Ana Roy vous confie" in text_of(sent)
    assert f"/admin/bureau/{sheet.pk}/lire/" in text_of(sent)
    assert "List-Unsubscribe" in sent


@pytest.mark.parametrize("case", ["refused", "to oneself"])
def test_no_mail_to_who_wants_none_or_does_it_themselves(sheet, case):
    giver, receiver = ModeratorFactory(), ModeratorFactory()
    mail.outbox.clear()
    if case == "refused":
        refuse(receiver.pk, Kind.REVIEWS)

    hand_over(sheet, user=giver, to=giver if case == "to oneself" else receiver)

    assert mail.outbox == []
