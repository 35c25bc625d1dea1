"""The sender of reminders killed with -9 again and again: one mail for each person."""

from collections import Counter

import pytest
from mailer.engine import send_all
from mailer.models import Message

from practices.mailing.models import Told
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PEOPLE = 200

SEND = """
from django.contrib.auth import get_user_model
from practices.mailing.reminders import Reminder, send_due
from practices.mailing.signals import reminders_asked

def give(**kwargs):
    for user in get_user_model().objects.order_by("pk"):
        for key in ("a", "b"):
            yield Reminder(user, key, "La fiche attend", "Corriger", f"http://testserver/{key}/")

reminders_asked.connect(give)
send_due()
"""


def test_each_person_gets_one_mail_though_the_sender_is_killed(work, smtp_server):
    people = UserFactory.create_batch(PEOPLE)
    sender = work(SEND)

    for _ in sender.kill_midway(of=PEOPLE):
        assert Told.objects.count() == 2 * Message.objects.count()
    sender.run()
    sender.run()
    send_all()

    received = Counter(message["To"] for message in smtp_server.messages)
    assert received == Counter(user.email for user in people)
    assert {message["Subject"] for message in smtp_server.messages} == {"2\u00a0choses vous attendent"}
